import type { Language } from "#policies";
import { version } from "#results";
import { announcement } from "../announce/announcement.ts";
import { expected } from "../announce/expected.ts";
import { filters } from "../announce/filters.ts";
import { type Notice, type Origin, origins } from "../announce/notice.ts";
import {
  type Configuration,
  ConfigurationError,
  listOf,
  loadConfiguration,
} from "../plugin/configuration.ts";
import { publicImage } from "../plugin/own-image.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { languages } from "./language.ts";

interface Options {
  readonly config: string | undefined;
  readonly probes: string | undefined;
  readonly namespaces: string | undefined;
  readonly origin: Origin;
  readonly namespace: string | undefined;
  readonly at: string | undefined;
  readonly duration: number | undefined;
  readonly lang: Language | undefined;
}

/** Minutes beyond a run's deadline: Sonobuoy starts its pods before, what was made is removed after. */
const around = 10;

/** `dvs announce`: what a security team will see of a run. */
export const announce: Command<Options> = {
  command: "announce",
  describe: "Print what a security team will see of a run, in German and English, with searches for its logs",
  builder: (yargs) =>
    yargs
      .option("config", { type: "string", describe: "configuration file of the run (YAML)" })
      .option("probes", { type: "string", describe: "core (the default) or deep: all probes" })
      .option("namespaces", {
        type: "string",
        describe: "tenants' namespaces to be probed besides a fresh one, separated by commas",
      })
      .option("origin", {
        choices: origins,
        default: "sonobuoy" as const,
        describe: "from where the run is started: by Sonobuoy, as a Job, or with dvs probe",
      })
      .option("namespace", {
        type: "string",
        describe: "namespace of the plugin's pod (default: sonobuoy, or dvs for a Job)",
      })
      .option("at", { type: "string", describe: "begin, e.g. 2026-09-01T02:00Z (default: now)" })
      .option("duration", {
        type: "number",
        describe: "length of the time window in minutes (default: by the run's deadline)",
      })
      .option("lang", { choices: languages, describe: "one language only" })
      .example("dvs announce --config config.yaml --at 2026-09-01T02:00Z > announcement.txt", "for a mail"),
  run: async (argv) => {
    const notice = await noticeOf(argv);
    const wanted = argv.lang === undefined ? languages : [argv.lang];
    process.stdout.write(wanted.map((language) => announcement(notice, language)).join("\n\n"));
    return 0;
  },
};

async function noticeOf({ origin, at, duration, ...argv }: Options): Promise<Notice> {
  const configuration = await configurationOf(argv);
  const from = at === undefined ? new Date() : new Date(at);
  if (Number.isNaN(from.getTime()))
    throw new InputError(`--at ${at}: expected a time as in 2026-09-01T02:00Z`);
  const minutes = duration ?? Math.ceil(configuration.deadline / 60) + around;
  if (!(minutes > 0)) throw new InputError(`--duration ${duration}: expected minutes, more than 0`);
  const tenants = configuration.namespaces;
  const deep = configuration.probes === "deep";
  return {
    version,
    from,
    to: new Date(from.getTime() + minutes * 60_000),
    origin,
    namespace: argv.namespace ?? (origin === "job" ? "dvs" : "sonobuoy"),
    tenants,
    fresh: configuration.freshNamespace,
    deep,
    expected: expectedOf(configuration),
    filters: filters({ namespaces: tenants, deep }),
  };
}

async function configurationOf({
  config,
  probes,
  namespaces,
}: Pick<Options, "config" | "probes" | "namespaces">): Promise<Configuration> {
  try {
    return await loadConfiguration({ probes, namespaces: listOf(namespaces) }, process.env, config);
  } catch (cause) {
    throw asInputError(cause);
  }
}

function expectedOf(configuration: Configuration): Notice["expected"] {
  try {
    return expected(configuration, configuration.image ?? publicImage);
  } catch (cause) {
    throw asInputError(cause);
  }
}

function asInputError(cause: unknown): unknown {
  return cause instanceof ConfigurationError ? new InputError(cause.message, { cause }) : cause;
}

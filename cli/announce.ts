import { nameForm, version } from "#results";
import { announcement } from "../announce/announcement.ts";
import { expected } from "../announce/expected.ts";
import { filters } from "../announce/filters.ts";
import { type Notice, utc } from "../announce/notice.ts";
import {
  type Configuration,
  ConfigurationError,
  listOf,
  loadConfiguration,
} from "../plugin/configuration.ts";
import { publicImage } from "../plugin/own-image.ts";
import type { Command } from "./command.ts";
import { configurationFile } from "./configuration-file.ts";
import { InputError } from "./input-error.ts";
import { languages } from "./language.ts";
import { noNamespace } from "./no-namespace.ts";
import { type AnnounceOptions, announceOptions } from "./options/announce.ts";

/** Minutes beyond a run's deadline: Sonobuoy starts its pods before, what was made is removed after. */
const around = 10;

/** The longest time window, in minutes: a week. */
const longest = 7 * 24 * 60;

/** How far back a time may lie that is meant to be now, in milliseconds. */
const justNow = 60_000;

/** `dvs announce`: what a security team will see of a run. */
export const announce: Command<AnnounceOptions> = {
  builder: announceOptions,
  run: async (argv) => {
    const notice = await noticeOf(argv);
    const wanted = argv.lang === undefined ? languages : [argv.lang];
    process.stdout.write(wanted.map((language) => announcement(notice, language)).join("\n\n"));
    return 0;
  },
};

async function noticeOf({ origin, at, duration, ...argv }: AnnounceOptions): Promise<Notice> {
  const configuration = await configurationOf(argv);
  const from = beginOf(at);
  const minutes = minutesOf(duration) ?? Math.ceil(configuration.deadline / 60) + around;
  const tenants = configuration.namespaces;
  const deep = configuration.probes === "deep";
  const namespace = namespaceOf(argv.namespace) ?? (origin === "job" ? "dvs" : "sonobuoy");
  const surroundings = { namespace, prefixes: origin === "sonobuoy" ? ["sonobuoy", "dvs"] : ["dvs"] };
  return {
    version,
    from,
    to: new Date(from.getTime() + minutes * 60_000),
    timeZone: timeZoneOf(argv.timeZone),
    siteName: configuration.siteName,
    cluster: oneLine(argv.cluster),
    contact: oneLine(argv.contact),
    origin,
    namespace,
    tenants,
    fresh: configuration.freshNamespace,
    deep,
    expected: expectedOf(configuration),
    filters: filters({
      namespaces: tenants,
      deep,
      ...(origin !== "laptop" && { around: surroundings }),
    }),
  };
}

function beginOf(at: string | undefined): Date {
  const now = new Date();
  if (at === undefined) return now;
  const from = new Date(at);
  if (Number.isNaN(from.getTime()))
    throw new InputError({
      de: `--at ${at}: erwartet wird ein Zeitpunkt wie 2027-09-01T02:00Z`,
      en: `--at ${at}: expected a time as in 2027-09-01T02:00Z`,
    });
  if (from.getTime() < now.getTime() - justNow)
    throw new InputError({
      de: `--at ${at}: das liegt in der Vergangenheit; jetzt ist es ${utc(now)}`,
      en: `--at ${at}: this is in the past; it is ${utc(now)} now`,
    });
  return from;
}

function minutesOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const minutes = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(minutes))
    throw new InputError({
      de: `--duration: erwartet werden Minuten, nicht „${text}“`,
      en: `--duration: minutes, not "${text}"`,
    });
  if (minutes === 0 || minutes > longest)
    throw new InputError({
      de: `--duration ${text}: erwartet werden Minuten, mehr als 0 und höchstens ${longest} (eine Woche)`,
      en: `--duration ${text}: expected minutes, more than 0 and at most ${longest} (a week)`,
    });
  return minutes;
}

function namespaceOf(name: string | undefined): string | undefined {
  if (name === undefined || nameForm.test(name)) return name;
  throw noNamespace("--namespace", name);
}

function timeZoneOf(given: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en", given === undefined ? {} : { timeZone: given }).resolvedOptions()
      .timeZone;
  } catch (cause) {
    throw new InputError(
      {
        de: `--time-zone: „${given}“ ist nicht bekannt; erwartet wird eine wie Europe/Berlin`,
        en: `--time-zone: "${given}" is not known; expected one as in Europe/Berlin`,
      },
      { cause },
    );
  }
}

function oneLine(text: string | undefined): string | undefined {
  return text?.replaceAll(/\s+/g, " ").trim();
}

async function configurationOf({
  config,
  probes,
  namespaces,
  image,
  siteName,
}: Pick<AnnounceOptions, "config" | "probes" | "namespaces" | "image" | "siteName">): Promise<Configuration> {
  const file = config === undefined ? undefined : await configurationFile(config);
  try {
    return await loadConfiguration(
      { probes, namespaces: listOf(namespaces), image, siteName },
      process.env,
      file,
    );
  } catch (cause) {
    throw asInputError(cause);
  }
}

function expectedOf(configuration: Configuration): Notice["expected"] {
  try {
    return expected(configuration, configuration.image ?? imageThatFits(configuration));
  } catch (cause) {
    throw asInputError(cause);
  }
}

/** In the cluster the probes name the plugin's own image; where the site names registries, it lies in one of these. */
function imageThatFits({ allowedRegistries }: Configuration): string {
  const [registry] = allowedRegistries ?? [];
  return registry === undefined ? publicImage : `${registry}/dvs:${version}`;
}

function asInputError(cause: unknown): unknown {
  return cause instanceof ConfigurationError ? new InputError(cause.message, { cause }) : cause;
}

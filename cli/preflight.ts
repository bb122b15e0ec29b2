import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Language } from "#policies";
import { nameForm } from "#results";
import { visible } from "../aggregator/index.ts";
import { connectionProblem } from "../plugin/connection.ts";
import { stopSignal } from "../plugin/stop-signal.ts";
import { jobWay } from "../preflight/job-way.ts";
import { readPluginDefinition } from "../preflight/plugin-definition.ts";
import { outcomeOf, preflight as tryAll, userAgent } from "../preflight/preflight.ts";
import { exemptionsYaml, preflightTexts, reportLines } from "../preflight/report.ts";
import { sonobuoyImage } from "../preflight/sonobuoy-pods.ts";
import { sonobuoyWay } from "../preflight/sonobuoy-way.ts";
import type { Way } from "../preflight/subject.ts";
import { type ClusterOptions, clusterOptions, kubeconfigOf } from "./cluster-options.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { languages, userLanguage } from "./language.ts";

const origins = ["sonobuoy", "job"] as const;

interface Options extends ClusterOptions {
  readonly origin: (typeof origins)[number];
  readonly namespace: string;
  readonly plugin: string | undefined;
  readonly job: string | undefined;
  readonly sonobuoyImage: string;
  readonly pluginImage: string | undefined;
  readonly createNamespace: boolean;
  readonly lang: Language;
}

/** `dvs preflight`: whether a cluster admits the pods of a run, and what to exempt if not. */
export const preflight: Command<Options> = {
  builder: (yargs) =>
    clusterOptions(yargs)
      .option("origin", {
        choices: origins,
        default: "sonobuoy" as const,
        describe: "how the plugin is going to be run: by Sonobuoy, or as a Job without it",
      })
      .option("namespace", { type: "string", default: "sonobuoy", describe: "Sonobuoy's namespace" })
      .option("plugin", {
        type: "string",
        describe: "definition of the plugin (default: sonobuoy-plugin.yaml of this version)",
      })
      .option("job", {
        type: "string",
        describe: "manifest with the Job, for --origin job (default: deploy/job.yaml of this version)",
      })
      .option("sonobuoyImage", {
        alias: "sonobuoy-image",
        type: "string",
        default: sonobuoyImage,
        describe: "as for sonobuoy run",
      })
      .option("pluginImage", {
        alias: "plugin-image",
        type: "string",
        describe: "image of the plugin (default: that of the definition)",
      })
      .option("createNamespace", {
        alias: "create-namespace",
        type: "boolean",
        default: false,
        describe: "make the namespace for the time of the dry run if it is missing, and remove it again",
      })
      .option("lang", { choices: languages, default: userLanguage(), describe: "language of the report" })
      .example(
        "dvs preflight > exemptions.yaml",
        "exit code 0: all admitted, 1: see the report, 2: not tried",
      ),
  run: async (argv) => {
    if (!nameForm.test(argv.namespace))
      throw new InputError(`--namespace: "${argv.namespace}" is no name of a namespace`);
    const way = await wayOf(argv);
    const kubeconfig = await kubeconfigOf(argv);
    const talk = (sentence: string) => process.stderr.write(`${visible(sentence)}\n`);
    const limits = { requestTimeout: 15, signal: stopSignal(talk) };
    const problem = await connectionProblem(kubeconfig, userAgent, limits);
    if (problem !== undefined) throw new InputError(problem);
    const result = await tryAll({ kubeconfig, limits, way, createNamespace: argv.createNamespace });
    const text = preflightTexts[argv.lang];
    for (const line of reportLines(result, text)) talk(line);
    process.stdout.write(exemptionsYaml(result, text));
    return exitCodes[outcomeOf(result)];
  },
};

const exitCodes = { admitted: 0, refused: 1, untried: 2 } as const;

/** The way that the options mean, as soon as the server's version is known. */
async function wayOf(argv: Options): Promise<(serverVersion: string) => Way> {
  const { origin, namespace, sonobuoyImage: image } = argv;
  // sonobuoy run names the plugin before its image, and people type that here too
  const pluginImage = argv.pluginImage?.replace(/^dvs:/, "");
  if (origin === "job") {
    const file = argv.job ?? shipped("deploy/job.yaml");
    const text = await textOf(file);
    const way = understood(file, () => jobWay(text, pluginImage));
    return () => way;
  }
  const file = argv.plugin ?? shipped("sonobuoy-plugin.yaml");
  const text = await textOf(file);
  const definition = understood(file, () => readPluginDefinition(text));
  return (serverVersion) =>
    sonobuoyWay(definition, { namespace, sonobuoyImage: image, pluginImage, serverVersion });
}

/** A manifest that comes with the program. */
function shipped(path: string): string {
  return fileURLToPath(import.meta.resolve(`#manifests/${path}`));
}

async function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError(
      `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  });
}

function understood<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new InputError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

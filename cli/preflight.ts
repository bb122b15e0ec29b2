import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { nameForm } from "#results";
import { visible } from "../aggregator/index.ts";
import { connectionProblem } from "../plugin/connection.ts";
import { stopSignal } from "../plugin/stop-signal.ts";
import { jobWay } from "../preflight/job-way.ts";
import { readPluginDefinition } from "../preflight/plugin-definition.ts";
import { outcomeOf, preflight as tryAll, userAgent } from "../preflight/preflight.ts";
import { exemptionsYaml, preflightTexts, reportLines } from "../preflight/report.ts";
import { sonobuoyWay } from "../preflight/sonobuoy-way.ts";
import type { Way } from "../preflight/subject.ts";
import { reasonOf } from "./check-words.ts";
import { kubeconfigOf } from "./cluster-options.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { noNamespace } from "./no-namespace.ts";
import { type PreflightOptions, preflightOptions } from "./options/preflight.ts";

/** `dvs preflight`: whether a cluster admits the pods of a run, and what to exempt if not. */
export const preflight: Command<PreflightOptions> = {
  builder: preflightOptions,
  run: async (argv) => {
    if (!nameForm.test(argv.namespace)) throw noNamespace("--namespace", argv.namespace);
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
async function wayOf(argv: PreflightOptions): Promise<(serverVersion: string) => Way> {
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
      {
        de: `${file} ist nicht lesbar: ${reasonOf(cause, "de")}`,
        en: `${file} cannot be read: ${reasonOf(cause, "en")}`,
      },
      { cause },
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

import type { Argv } from "yargs";
import type { Language } from "#policies";
import { sonobuoyImage } from "../../preflight/sonobuoy-pods.ts";
import { type ClusterOptions, clusterOptions } from "../cluster-options.ts";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";

const origins = ["sonobuoy", "job"] as const;

/** Options of `dvs preflight`. */
export interface PreflightOptions extends ClusterOptions {
  readonly origin: (typeof origins)[number];
  readonly namespace: string;
  readonly plugin: string | undefined;
  readonly job: string | undefined;
  readonly sonobuoyImage: string;
  readonly pluginImage: string | undefined;
  readonly createNamespace: boolean;
  readonly lang: Language;
}

/** Adds the options of `dvs preflight`. */
export function preflightOptions(yargs: Argv, say: Say): Argv<PreflightOptions> {
  return clusterOptions(yargs, say)
    .option("origin", {
      choices: origins,
      default: "sonobuoy" as const,
      describe: say({
        de: "wie das Plugin laufen wird: mit Sonobuoy oder ohne, als Job",
        en: "how the plugin is going to be run: by Sonobuoy, or as a Job without it",
      }),
    })
    .option("namespace", {
      type: "string",
      default: "sonobuoy",
      describe: say({ de: "Namespace von Sonobuoy", en: "Sonobuoy's namespace" }),
    })
    .option("plugin", {
      type: "string",
      describe: say({
        de: "Definition des Plugins (Standard: sonobuoy-plugin.yaml dieser Version)",
        en: "definition of the plugin (default: sonobuoy-plugin.yaml of this version)",
      }),
    })
    .option("job", {
      type: "string",
      describe: say({
        de: "Manifest mit dem Job, für --origin job (Standard: deploy/job.yaml dieser Version)",
        en: "manifest with the Job, for --origin job (default: deploy/job.yaml of this version)",
      }),
    })
    .option("sonobuoyImage", {
      alias: "sonobuoy-image",
      type: "string",
      default: sonobuoyImage,
      describe: say({ de: "wie bei sonobuoy run", en: "as for sonobuoy run" }),
    })
    .option("pluginImage", {
      alias: "plugin-image",
      type: "string",
      describe: say({
        de: "Image des Plugins (Standard: das aus der Definition)",
        en: "image of the plugin (default: that of the definition)",
      }),
    })
    .option("createNamespace", {
      alias: "create-namespace",
      type: "boolean",
      default: false,
      describe: say({
        de: "den Namespace für die Dauer des Dry-Runs anlegen, wenn er fehlt, und wieder entfernen",
        en: "make the namespace for the time of the dry run if it is missing, and remove it again",
      }),
    })
    .option("lang", languageOption(say, { de: "Sprache des Berichts", en: "language of the report" }))
    .example(
      "dvs preflight > exemptions.yaml",
      say({
        de: "Exit-Code 0: alles zugelassen, 1: siehe Bericht, 2: nicht erprobt",
        en: "exit code 0: all admitted, 1: see the report, 2: not tried",
      }),
    );
}

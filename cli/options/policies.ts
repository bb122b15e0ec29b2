import type { Argv } from "yargs";
import { defaultProfile, type Language, profiles } from "#policies";
import { type BundleEngine, bundleEngines } from "../../enforcement/bundles.ts";
import { type Mode, modes } from "../../enforcement/mode.ts";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";

const formats = ["text", "json", "markdown"] as const;

/** How `dvs policies` prints. */
export type PoliciesFormat = (typeof formats)[number];

/** Options of `dvs policies`. */
export interface PoliciesOptions {
  readonly action: "list" | "export";
  readonly format: PoliciesFormat;
  readonly lang: Language;
  readonly engine: BundleEngine | undefined;
  readonly mode: Mode;
  readonly config: string | undefined;
  readonly profile: string | undefined;
  readonly "allowed-registries": string | undefined;
  readonly "exempt-namespaces": string | undefined;
  readonly policy: string | undefined;
}

/** Adds the options of `dvs policies`. */
export function policiesOptions(yargs: Argv, say: Say): Argv<PoliciesOptions> {
  return yargs
    .positional("action", {
      choices: ["list", "export"] as const,
      default: "list" as const,
      describe: say({
        de: "export: Regeln ausgeben, die sich auf einen Cluster anwenden lassen",
        en: "export: print rules that can be applied to a cluster",
      }),
    })
    .option("format", {
      choices: formats,
      default: "text" as const,
      describe: say({ de: "Format der Liste", en: "of the list" }),
    })
    .option("lang", languageOption(say, { de: "Sprache der Texte", en: "language of the texts" }))
    .option("engine", {
      choices: bundleEngines,
      describe: say({
        de: "export: wer die Regeln durchsetzen soll",
        en: "export: who is to enforce the rules",
      }),
    })
    .option("mode", {
      choices: modes,
      default: "enforce" as const,
      describe: say({
        de: "export: ablehnen, den Aufrufer warnen oder nur dem Betrieb melden",
        en: "export: refuse, warn the caller, or tell the operator only",
      }),
    })
    .option("config", {
      type: "string",
      describe: say({
        de: "export: Konfiguration, deren Parameter gelten",
        en: "export: configuration whose parameters are taken",
      }),
    })
    .option("profile", {
      choices: Object.keys(profiles),
      describe: say({
        de: `Profil, dessen Richtlinien aufgelistet oder ausgegeben werden; ${defaultProfile.id}, wenn die Konfiguration nichts anderes sagt`,
        en: `whose policies to list or export; ${defaultProfile.id} unless the configuration says otherwise`,
      }),
    })
    .option("allowed-registries", {
      type: "string",
      describe: say({
        de: "export: Registries, die der Standort erlaubt, durch Kommas getrennt",
        en: "export: registries that the site permits, separated by commas",
      }),
    })
    .option("exempt-namespaces", {
      type: "string",
      describe: say({
        de: "export: System-Namespaces des Standorts außer kube-system, durch Kommas getrennt",
        en: "export: the site's own system namespaces, beside kube-system, separated by commas",
      }),
    })
    .option("policy", {
      type: "string",
      describe: say({
        de: "export: nur die Regeln dieser Richtlinien, durch Kommas getrennt; Parameter wie für alle",
        en: "export: only the rules of these policies, separated by commas; parameters are those of all",
      }),
    })
    .example(
      "dvs policies export --engine vap --mode warn --allowed-registries registry.example | kubectl apply -f -",
      say({
        de: "die Regeln erproben, bevor sie etwas ablehnen",
        en: "try the rules before they refuse anything",
      }),
    );
}

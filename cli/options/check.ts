import type { Argv } from "yargs";
import { type Language, profiles } from "#policies";
import { type FormatName, formatNames } from "../../check/formats/index.ts";
import type { SettingsOptions } from "../check-settings.ts";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";

/** Options of `dvs check`. */
export interface CheckOptions extends SettingsOptions {
  readonly path: readonly string[];
  readonly format: FormatName | undefined;
  readonly output: string | undefined;
  readonly patch: "kustomize" | undefined;
  readonly allowEmpty: boolean;
  readonly values: readonly string[];
  readonly set: readonly string[];
  readonly lang: Language;
}

/** They as they are typed. */
export type CheckArguments = Omit<CheckOptions, "allowEmpty" | "allowedRegistries" | "podTemplatePath"> & {
  readonly "allow-empty": boolean;
  readonly "allowed-registries": string | undefined;
  readonly "pod-template-path": readonly string[];
};

/** Of an option that may be given several times. */
const several = (given: string | readonly string[] | undefined): readonly string[] =>
  given === undefined ? [] : [given].flat();

/** Adds the options of `dvs check`. */
export function checkOptions(yargs: Argv, say: Say): Argv<CheckArguments> {
  const none = say({ de: "keine", en: "none" });
  const repeatable = {
    type: "string",
    requiresArg: true,
    coerce: several,
    default: [],
    defaultDescription: none,
  } as const;
  return yargs
    .positional("path", {
      type: "string",
      array: true,
      default: [],
      defaultDescription: none,
      describe: say({
        de: "Dateien, Ordner oder - für stdin: YAML oder JSON, Helm-Charts, Kustomizations",
        en: "files, folders, or - for stdin: YAML or JSON, Helm charts, Kustomizations",
      }),
    })
    .option("format", {
      choices: formatNames,
      describe: say({ de: "Format der Befunde (Standard: text)", en: "of the findings (default: text)" }),
    })
    .option("output", {
      alias: "o",
      type: "string",
      describe: say({
        de: "Datei für die Befunde (Standard: stdout)",
        en: "file for the findings (default: stdout)",
      }),
    })
    .option("profile", {
      choices: Object.keys(profiles),
      describe: say({ de: "Profil, dessen Richtlinien geprüft werden", en: "whose policies to check" }),
    })
    .option("config", {
      type: "string",
      describe: say({
        de: "Konfiguration, deren Parameter gelten",
        en: "configuration whose parameters are taken",
      }),
    })
    .option("allowed-registries", {
      type: "string",
      describe: say({
        de: "Registries, die der Standort erlaubt, durch Kommas getrennt (auch: DVS_ALLOWED_REGISTRIES)",
        en: "registries that the site permits, separated by commas (also: DVS_ALLOWED_REGISTRIES)",
      }),
    })
    .option("values", {
      ...repeatable,
      describe: say({
        de: "Datei mit Werten für Helm-Charts; mehrmals möglich",
        en: "file with values for Helm charts; may be given several times",
      }),
    })
    .option("set", {
      ...repeatable,
      describe: say({
        de: "Wert für Helm-Charts, wie helm ihn annimmt; mehrmals möglich",
        en: "value for Helm charts, as helm takes it; may be given several times",
      }),
    })
    .option("pod-template-path", {
      ...repeatable,
      describe: say({
        de: "wo ein eigener Objekttyp (kind) sein Pod-Template hat, etwa Rollout=spec.template",
        en: "where a kind of your own keeps its pod template, e.g. Rollout=spec.template",
      }),
    })
    .option("exceptions", {
      type: "string",
      describe: say({
        de: "Datei mit dem, was bleibt, wie es ist (YAML: policy, reason, expires, und für welches Objekt)",
        en: "file with what is left as it is (YAML: policy, reason, expires, and for which object)",
      }),
    })
    .option("patch", {
      choices: ["kustomize"] as const,
      describe: say({
        de: "statt der Befunde die eindeutigen Berichtigungen schreiben und sagen, was noch zu tun bleibt",
        en: "write the unambiguous corrections in place of the findings, and say what is left to do",
      }),
    })
    .option("allow-empty", {
      type: "boolean",
      default: false,
      describe: say({
        de: "Exit-Code 0 auch, wenn kein Pod gefunden wird, etwa für einen Hook, der nur geänderte Dateien sieht",
        en: "exit code 0 also if no pod is found, e.g. for a hook that sees changed files only",
      }),
    })
    .option("lang", languageOption(say, { de: "Sprache der Befunde", en: "language of the findings" }))
    .example(
      "dvs check k8s/ --allowed-registries registry.example",
      say({ de: "alle Manifeste eines Ordners", en: "all manifests of a folder" }),
    )
    .example(
      "helm template shop ./chart | dvs check -",
      say({ de: "was immer Manifeste ausgibt", en: "whatever prints manifests" }),
    );
}

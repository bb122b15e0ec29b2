import type { Argv } from "yargs";
import type { Language } from "#policies";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";
import { siteInput } from "./site-input.ts";

/** Options of `dvs explain`. */
export interface ExplainOptions {
  readonly site: string;
  readonly policy: string;
  readonly probe: string | undefined;
  readonly namespace: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly output: string | undefined;
  readonly lang: Language;
}

/** Adds the options of `dvs explain`. */
export function explainOptions(yargs: Argv, say: Say): Argv<ExplainOptions> {
  return yargs
    .positional("site", {
      type: "string",
      demandOption: true,
      describe: say(siteInput),
    })
    .positional("policy", {
      type: "string",
      demandOption: true,
      describe: say({
        de: "Kennung der Richtlinie oder ihr Name im Proof of Concept",
        en: "id of the policy, or its name in the proof of concept",
      }),
    })
    .option("probe", {
      type: "string",
      describe: say({
        de: "Versuch, der erklärt wird (Standard: der entscheidende)",
        en: "the attempt to look at (default: the decisive one)",
      }),
    })
    .option("namespace", {
      type: "string",
      describe: say({
        de: "Namespace, der gemeint ist (Standard: der mit dem schlechtesten Befund)",
        en: "the namespace to look at (default: the worst)",
      }),
    })
    .option("serviceAccount", {
      alias: "service-account",
      type: "string",
      describe: say({
        de: "ServiceAccount des Namespace, als der die Befehle handeln, etwa der, der dort Anwendungen ausrollt (Standard: einer wie der des Laufs); er braucht das Recht, Pods anzulegen, das dem ServiceAccount default fehlt",
        en: "let the commands act as this ServiceAccount of the namespace, e.g. the one that deploys there, in place of one like the run's; it needs the right to create pods, which default lacks",
      }),
    })
    .option("output", {
      alias: "o",
      type: "string",
      describe: say({
        de: "in diese Datei schreiben statt nach stdout",
        en: "write to this file, not to stdout",
      }),
    })
    .option("lang", languageOption(say, { de: "Sprache des Textes", en: "language of the text" }));
}

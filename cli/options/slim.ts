import type { Argv } from "yargs";
import type { Language } from "#policies";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";
import { siteInput } from "./site-input.ts";

/** Options of `dvs slim`. */
export interface SlimOptions {
  readonly tarball: string;
  readonly output: string;
  readonly key: string | undefined;
  readonly hideSiteName: boolean;
  readonly words: string | undefined;
  readonly mapping: string | undefined;
  readonly lang: Language;
}

/** Adds the options of `dvs slim`. */
export function slimOptions(yargs: Argv, say: Say): Argv<SlimOptions> {
  return yargs
    .positional("tarball", {
      type: "string",
      demandOption: true,
      describe: say(siteInput),
    })
    .option("output", {
      alias: "o",
      type: "string",
      demandOption: true,
      describe: say({ de: "das verschlankte Archiv (.tar.gz)", en: "the slim archive (.tar.gz)" }),
    })
    .option("key", {
      type: "string",
      describe: say({
        de: "Datei mit dem Schlüssel des Standorts; sie wird angelegt, wenn sie fehlt, und bleibt am Standort",
        en: "file with the site's secret, made if it is not there; it stays at the site",
      }),
    })
    .option("hideSiteName", {
      alias: "hide-site-name",
      type: "boolean",
      default: false,
      describe: say({
        de: "auch den Namen entfernen, den der Betreiber dem Standort gab",
        en: "also take out the name that the operator gave the site",
      }),
    })
    .option("words", {
      type: "string",
      describe: say({
        de: "Datei mit weiteren Wörtern, die ersetzt werden, eines je Zeile",
        en: "file with further words to replace, one a line",
      }),
    })
    .option("mapping", {
      type: "string",
      describe: say({
        de: "außerdem aufschreiben, welcher Name welches Pseudonym erhielt; diese Datei bleibt am Standort",
        en: "also write which name got which pseudonym; this file stays at the site",
      }),
    })
    .option("lang", languageOption(say, { de: "Sprache des Textes", en: "language of the text" }));
}

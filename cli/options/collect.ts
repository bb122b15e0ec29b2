import type { Argv } from "yargs";
import type { Language } from "#policies";
import type { Say } from "../say.ts";
import { languageOption } from "./language-option.ts";

/** Options of `dvs collect`. */
export interface CollectOptions {
  readonly from: string;
  readonly output: string;
  readonly lang: Language;
}

/** Adds the options of `dvs collect`. */
export function collectOptions(yargs: Argv, say: Say): Argv<CollectOptions> {
  return yargs
    .positional("from", {
      type: "string",
      demandOption: true,
      describe: say({
        de: "Protokoll des Containers im Job (- für stdin), Ordner von dvs probe oder junit.xml",
        en: "log of the Job's container (- for stdin), folder of dvs probe, or junit.xml",
      }),
    })
    .option("output", {
      alias: "o",
      type: "string",
      demandOption: true,
      describe: say({ de: "das Archiv (.tar.gz)", en: "the archive (.tar.gz)" }),
    })
    .option("lang", languageOption(say, { de: "Sprache der Meldungen", en: "language of the messages" }))
    .example(
      "kubectl logs -n dvs job/dvs | dvs collect - -o musterstadt.tar.gz",
      say({ de: "nach dem Ende des Jobs", en: "after the Job's end" }),
    );
}

import type { Options } from "yargs";
import { languages, userLanguage } from "../language.ts";
import type { Say } from "../say.ts";

/** `--lang` of a command whose result has no language. */
export function callLanguage(say: Say): Options {
  return {
    choices: languages,
    default: userLanguage(),
    describe: say({
      de: "Sprache der Hilfe und dessen, was an einem Aufruf falsch ist",
      en: "language of the help, and of what is wrong with a call",
    }),
  };
}

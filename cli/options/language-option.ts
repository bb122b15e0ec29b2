import type { Language } from "#policies";
import { languages, userLanguage } from "../language.ts";
import type { Say, Words } from "../say.ts";

/** `--lang` of a command that speaks the user's language unless it is told another. */
export interface LanguageOption {
  readonly choices: readonly Language[];
  readonly default: Language;
  readonly describe: string;
}

/** @param words what the language is of; without them it is that of the call alone, as the result has none */
export function languageOption(
  say: Say,
  words: Words = {
    de: "Sprache der Hilfe und dessen, was an einem Aufruf falsch ist",
    en: "language of the help, and of what is wrong with a call",
  },
): LanguageOption {
  return { choices: languages, default: userLanguage(), describe: say(words) };
}

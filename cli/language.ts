import type { Language } from "#policies";

/** Languages that `--lang` takes. */
export const languages: readonly Language[] = ["de", "en"];

/** The user's language by the environment; English if it is neither German nor known. */
export function userLanguage(env: Readonly<Record<string, string | undefined>> = process.env): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  return /^de\b|^de_/.test(LC_ALL || LC_MESSAGES || LANG || "") ? "de" : "en";
}

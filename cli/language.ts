import type { Language } from "#policies";

/** Languages that `--lang` takes. */
export const languages: readonly Language[] = ["de", "en"];

/** The user's language by the environment; English if it is neither German nor known. */
export function userLanguage(env: Readonly<Record<string, string | undefined>> = process.env): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = env;
  return /^de\b|^de_/.test(LC_ALL || LC_MESSAGES || LANG || "") ? "de" : "en";
}

/**
 * The language of the help, and of what is said of a call: that of `--lang`, else the user's. Commands that have a
 * result in another language by default have their help in the user's.
 * @param args a command line, which may be full of mistakes
 */
export function askedLanguage(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Language {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const given = own.flatMap((arg, index) => {
    if (arg === "--lang") return own.slice(index + 1, index + 2);
    return arg.startsWith("--lang=") ? [arg.slice("--lang=".length)] : [];
  });
  return languages.find((language) => language === given[0]) ?? userLanguage(env);
}

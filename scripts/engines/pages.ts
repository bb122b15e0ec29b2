import type { Language } from "#policies";
import { pageWithTables } from "../page-with-tables.ts";
import { engineTables } from "./tables.ts";

/** The pages that have the tables. */
export const enginePages: Readonly<Record<Language, string>> = {
  de: "docs/engines.de.md",
  en: "docs/engines.md",
};

/**
 * The page about engines, with its tables as they have to be.
 * @param root the repository's folder
 */
export function enginePage(root: string, lang: Language): Promise<string> {
  return pageWithTables(root, enginePages[lang], "npm run engines", engineTables(lang));
}

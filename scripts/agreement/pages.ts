import type { Language } from "#policies";
import { pageWithTables } from "../page-with-tables.ts";
import { agreementTables } from "./tables.ts";

/** The pages that have the tables. */
export const agreementPages: Readonly<Record<Language, string>> = {
  de: "docs/check-agreement.de.md",
  en: "docs/check-agreement.md",
};

/**
 * The page about the check's and the clusters' judgement, with its tables as they have to be.
 * @param root the repository's folder
 */
export function agreementPage(root: string, lang: Language): Promise<string> {
  return pageWithTables(root, agreementPages[lang], "npm run agreement", agreementTables(lang));
}

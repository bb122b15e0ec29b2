import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Language } from "#policies";
import { engineTables } from "./tables.ts";

/** The pages that have the tables. */
export const enginePages: Readonly<Record<Language, string>> = {
  de: "docs/engines.de.md",
  en: "docs/engines.md",
};

/**
 * A page with its tables as they have to be; all else in it stays.
 * @param root the repository's folder
 * @throws Error if the page has no place for a table
 */
export async function pageWithTables(root: string, lang: Language): Promise<string> {
  let text = await readFile(join(root, enginePages[lang]), "utf8");
  for (const [name, table] of Object.entries(engineTables(lang))) {
    const place = new RegExp(`(<!-- ${name}: npm run engines -->\n)[\\s\\S]*?(\n<!-- end of ${name} -->)`);
    if (!place.test(text)) throw new Error(`${enginePages[lang]} has no place for the table ${name}.`);
    text = text.replace(place, (_, head: string, end: string) => `${head}\n${table}\n${end}`);
  }
  return text;
}

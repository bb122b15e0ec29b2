import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * A page with its tables as they have to be; all else in it stays.
 * @param root the repository's folder
 * @param path of the page, from there
 * @param command what writes the tables; it stands beside their names in the page
 * @param tables by the names of their places
 * @throws Error if the page has no place for a table
 */
export async function pageWithTables(
  root: string,
  path: string,
  command: string,
  tables: Readonly<Record<string, string>>,
): Promise<string> {
  let text = await readFile(join(root, path), "utf8");
  for (const [name, table] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- ${name}: ${command} -->\n)[\\s\\S]*?(\n<!-- end of ${name} -->)`);
    if (!place.test(text)) throw new Error(`${path} has no place for the table ${name}.`);
    text = text.replace(place, (_, head: string, end: string) => `${head}\n${table}\n${end}`);
  }
  return text;
}

/** Writes the tables of docs/engines.md and docs/engines.de.md anew: `npm run engines`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { enginePages, pageWithTables } from "./engines/pages.ts";

const root = join(import.meta.dirname, "..");
for (const lang of ["de", "en"] as const)
  await writeFile(join(root, enginePages[lang]), await pageWithTables(root, lang));

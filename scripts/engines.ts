/** Writes the tables of docs/engines.md and docs/engines.de.md anew: `npm run engines`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { enginePage, enginePages } from "./engines/pages.ts";

const root = join(import.meta.dirname, "..");
for (const lang of ["de", "en"] as const)
  await writeFile(join(root, enginePages[lang]), await enginePage(root, lang));

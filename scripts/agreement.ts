/** Writes the tables of docs/check-agreement.md and docs/check-agreement.de.md anew: `npm run agreement`. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { agreementPage, agreementPages } from "./agreement/pages.ts";

const root = join(import.meta.dirname, "..");
for (const lang of ["de", "en"] as const)
  await writeFile(join(root, agreementPages[lang]), await agreementPage(root, lang));

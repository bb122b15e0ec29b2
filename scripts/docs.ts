/** Writes the pages about policies anew, docs/policies/ and docs/richtlinien/: `npm run docs`. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { policyPages } from "./docs/pages.ts";

const root = join(import.meta.dirname, "../docs");
const pages = policyPages();
for (const folder of new Set([...pages.keys()].map((path) => dirname(path)))) {
  await rm(join(root, folder), { recursive: true, force: true });
  await mkdir(join(root, folder));
}
for (const [path, text] of pages) await writeFile(join(root, path), text);

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { enginePage, enginePages } from "../../scripts/engines/pages.ts";

const root = join(import.meta.dirname, "../..");

describe("docs/engines", () => {
  for (const lang of ["de", "en"] as const) {
    it(`has the tables to which real runs are held (${lang}): npm run engines writes them anew`, async () => {
      const cells = (text: string) => text.replace(/ *\| */g, "|").replace(/-{3,}/g, "---");
      const found = readFileSync(join(root, enginePages[lang]), "utf8");
      assert.equal(cells(found), cells(await enginePage(root, lang)));
    });
  }
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { agreementPage, agreementPages } from "../../scripts/agreement/pages.ts";

const root = join(import.meta.dirname, "../..");

describe("docs/check-agreement", () => {
  for (const lang of ["de", "en"] as const) {
    it(`has the tables to which real runs are held (${lang}): npm run agreement writes them anew`, async () => {
      const cells = (text: string) => text.replace(/ *\| */g, "|").replace(/-{3,}/g, "---");
      const found = readFileSync(join(root, agreementPages[lang]), "utf8");
      assert.equal(cells(found), cells(await agreementPage(root, lang)));
    });
  }
});

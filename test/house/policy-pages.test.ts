import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { policies } from "#policies";
import { policyPages } from "../../scripts/docs/pages.ts";

const docs = join(import.meta.dirname, "../../docs");

describe("the pages about policies", () => {
  it("are exactly what the catalogue makes: npm run docs writes them anew", () => {
    const pages = policyPages();
    const found = ["policies", "richtlinien"].flatMap((folder) =>
      readdirSync(join(docs, folder)).map((file) => `${folder}/${file}`),
    );
    assert.deepEqual(found.sort(), [...pages.keys()].sort());
    for (const [path, text] of pages) assert.equal(readFileSync(join(docs, path), "utf8"), text, path);
  });

  it("have two different examples that are YAML", () => {
    for (const [path, text] of policyPages()) {
      if (path.endsWith("README.md")) continue;
      const [bad, good, ...others] = [...text.matchAll(/```yaml\n([\s\S]+?)\n```/g)].map(([, yaml]) => yaml);
      assert.deepEqual(others, []);
      assert.notDeepEqual(parse(bad ?? ""), parse(good ?? ""), path);
    }
  });

  it("have as much practical advice in both languages", () => {
    for (const { id, text } of Object.values(policies)) {
      assert.ok(text.de.practice.length > 0, id);
      assert.equal(text.de.practice.length, text.en.practice.length, id);
    }
  });
});

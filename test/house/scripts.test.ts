import assert from "node:assert/strict";
import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
/** Patterns of test files in a script. */
const patternsOf = (name: string) =>
  [...(scripts[name] ?? "").matchAll(/"(test\/[^"]+)"/g)].map(([, pattern = ""]) => pattern);
// test:cluster takes whatever lies in its folder
const patterns = [...["test", "test:page", "test:api"].flatMap(patternsOf), "test/cluster/*.test.ts"];

describe("scripts", () => {
  it("run every test file once", () => {
    const all = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => join("test", name));
    const run = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
    assert.ok(all.length > 100);
    assert.deepEqual(run.toSorted(), all.toSorted());
  });

  it("name test files by a pattern that mocha takes for one", () => {
    // it finds nothing, and only warns, where braces are all that makes a pattern
    for (const pattern of patterns) assert.match(pattern, /\*/);
  });

  it("are all counted in the line by which CI closes", () => {
    const ci = readFileSync(join(root, ".ci/run"), "utf8");
    for (const name of ["test", "test:page", "test:api", "test:cluster"]) {
      const step = name.replace(":", "-");
      assert.match(ci, new RegExp(`^step ${step} npm (?:run )?${name}$`, "m"));
      assert.ok(ci.includes(`"$logs/${step}.log"`), `${step} is summed up`);
    }
  });
});

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { policyIds } from "#policies";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const { version, scripts }: { version: string; scripts: Record<string, string> } = JSON.parse(
  read("package.json"),
);
const folders = [
  "docs/accessibility",
  "",
  "docs",
  "docs/policies",
  "docs/richtlinien",
  "examples",
  "examples/applications",
];
const documents = folders.flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => (name.endsWith(".md") ? [join(folder, name)] : [])),
);

describe("documents", () => {
  it("name only scripts that exist", () => {
    for (const path of documents) {
      for (const [, name = ""] of read(path).matchAll(/npm run ([a-z:-]+)/g))
        assert.ok(scripts[name], `${path}: npm run ${name}`);
    }
  });

  it("link only to files that exist", () => {
    for (const path of documents) {
      for (const [, target = ""] of read(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        assert.ok(existsSync(join(root, dirname(path), target)), `${path} links to ${target}`);
      }
    }
  });

  it("agree about the version", () => {
    assert.match(read("CHANGELOG.md"), new RegExp(`^## ${version.replaceAll(".", "\\.")}\\b`, "m"));
    assert.equal(parse(read("publiccode.yml")).softwareVersion, version);
  });

  it("speak of the policies by ids that exist", () => {
    for (const path of documents) {
      for (const [id] of read(path).matchAll(/\b(?:disallow|require|restrict)-[a-z]+-[a-z-]+\b/g)) {
        assert.ok(
          policyIds.some((known) => known === id),
          `${path}: ${id}`,
        );
      }
    }
  });
});

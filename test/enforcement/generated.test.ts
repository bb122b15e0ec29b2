import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { generated } from "../../enforcement/generate.ts";

const root = join(import.meta.dirname, "../../enforcement");

describe("enforcement", () => {
  it("holds exactly what the catalogue makes: npm run enforcement writes it anew", () => {
    const files = generated();
    const found = ["vap", "map", "kyverno", "kyverno-mutating"].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
    );
    assert.deepEqual(found.sort(), [...files.keys()].sort());
    for (const [path, content] of files) assert.equal(readFileSync(join(root, path), "utf8"), content, path);
  });

  it("is YAML without errors, and holds the objects of which each kind of file is made", () => {
    const kinds: Readonly<Record<string, readonly string[]>> = {
      "vap/parameters.yaml": ["ConfigMap"],
      "kyverno/parameters.yaml": ["ConfigMap", "GlobalContextEntry"],
      vap: ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
      map: ["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
      kyverno: ["ValidatingPolicy"],
      "kyverno-mutating": ["MutatingPolicy"],
    };
    for (const [path, content] of generated()) {
      const documents = parseAllDocuments(content);
      assert.deepEqual(
        documents.flatMap(({ errors }) => errors),
        [],
        path,
      );
      const found = documents.map((document) => document.toJS().kind);
      assert.deepEqual(found, kinds[path] ?? kinds[path.split("/")[0] ?? ""], path);
    }
  });
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { generated } from "../../enforcement/generate.ts";

const root = join(import.meta.dirname, "../../enforcement");

describe("enforcement", () => {
  it("holds exactly what the catalogue makes: npm run enforcement writes it anew", () => {
    const files = generated();
    const found = ["vap", "map"].flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
    );
    assert.deepEqual(found.sort(), [...files.keys()].sort());
    for (const [path, content] of files) assert.equal(readFileSync(join(root, path), "utf8"), content, path);
  });

  it("is YAML without errors, and every policy comes with its binding", () => {
    for (const [path, content] of generated()) {
      const documents = parseAllDocuments(content);
      assert.deepEqual(
        documents.flatMap(({ errors }) => errors),
        [],
        path,
      );
      const kinds = documents.map((document) => document.toJS().kind);
      const [, kind] = /^(vap\/parameters|vap|map)/.exec(path) ?? [];
      const prefix = kind === "map" ? "Mutating" : "Validating";
      assert.deepEqual(
        kinds,
        kind === "vap/parameters"
          ? ["ConfigMap"]
          : [`${prefix}AdmissionPolicy`, `${prefix}AdmissionPolicyBinding`],
        path,
      );
    }
  });
});

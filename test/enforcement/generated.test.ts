import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { isPolicyId, type PolicyId, policies } from "#policies";
import { constraintKind } from "../../enforcement/gatekeeper-template.ts";
import { generated } from "../../enforcement/generate.ts";

const root = join(import.meta.dirname, "../../enforcement");

/** The kinds of objects in the files of a folder. */
const kindsIn: Readonly<Record<string, (path: string) => readonly string[]>> = {
  vap: (path) =>
    path === "vap/parameters.yaml"
      ? ["ConfigMap"]
      : ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
  map: () => ["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
  kyverno: (path) =>
    path === "kyverno/parameters.yaml" ? ["ConfigMap", "GlobalContextEntry"] : ["ValidatingPolicy"],
  "kyverno-mutating": () => ["MutatingPolicy"],
  "gatekeeper/templates": () => ["ConstraintTemplate"],
  "gatekeeper/constraints": (path) => [constraintKind(policies[policyId(path)])],
};

function policyId(path: string): PolicyId {
  const id = basename(path, ".yaml");
  assert.ok(isPolicyId(id), path);
  return id;
}

describe("enforcement", () => {
  it("holds exactly what the catalogue makes: npm run enforcement writes it anew", () => {
    const files = generated();
    const found = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(".yaml"),
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
      assert.deepEqual(kinds, kindsIn[dirname(path)]?.(path), path);
    }
  });
});

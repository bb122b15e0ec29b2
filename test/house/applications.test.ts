import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, defaultProfile, type JsonObject, parametersOf, podIn, policies } from "#policies";
import { applicationObjects, applications, applicationsFolder, siteParameters } from "../applications.ts";

/** By object and policy: the containers that violate it, or `pod`. */
type Findings = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const expected: Readonly<Record<string, Findings>> = JSON.parse(
  readFileSync(join(applicationsFolder, "expected-findings.json"), "utf8"),
);

function findingsOf(objects: readonly JsonObject[]): Findings {
  return Object.fromEntries(
    objects.flatMap((object) => {
      const pod = podIn(object);
      const found = defaultProfile.policies.flatMap((id) => {
        const parameters = parametersOf(id, defaultProfile, siteParameters);
        const places = check(policies[id], pod, parameters).map(({ container = "pod" }) => container);
        return places.length === 0 ? [] : [[id, places] as const];
      });
      const { name } = object["metadata"] as { readonly name: string };
      return found.length === 0 ? [] : [[`${object["kind"]}/${name}`, Object.fromEntries(found)] as const];
    }),
  );
}

describe("examples/applications", () => {
  for (const app of applications) {
    it(`as published has the findings that are written down: ${app}`, () => {
      const workloads = applicationObjects(app, "as-published").filter(hasContainers);
      assert.deepEqual(findingsOf(workloads), expected[app]);
    });

    it(`adapted has none: ${app}`, () => {
      const objects = applicationObjects(app, "adapted");
      const workloads = objects.filter(hasContainers);
      assert.ok(workloads.length > 0);
      assert.deepEqual(findingsOf(workloads), {});
      // whatever is no workload is the same in both, but for how it is reached
      const kinds = (of: readonly JsonObject[]) => new Set(of.map(({ kind }) => kind));
      const before = kinds(applicationObjects(app, "as-published"));
      assert.deepEqual(
        [...before].filter((kind) => !kinds(objects).has(kind)),
        [],
      );
    });
  }

  for (const file of ["README.md", "README.de.md"]) {
    it(`${file} has the same findings in its table`, () => {
      const text = readFileSync(join(applicationsFolder, file), "utf8");
      const rows = text.split("\n").flatMap((line) => {
        const [, id, ...cells] = line.split("|").map((cell) => cell.trim());
        const policy = /^\[`([a-z-]+)`\]/.exec(id ?? "")?.[1];
        return policy === undefined ? [] : [[policy, ...cells.slice(0, applications.length)]];
      });
      const places = (app: string, policy: string) =>
        Object.values(expected[app] ?? {}).flatMap((findings) => findings[policy] ?? []);
      assert.deepEqual(
        rows,
        defaultProfile.policies
          .filter((policy) => applications.some((app) => places(app, policy).length > 0))
          .map((policy) => [policy, ...applications.map((app) => places(app, policy).join(", "))]),
      );
    });
  }
});

function hasContainers(object: JsonObject): boolean {
  const { spec } = podIn(object) as { readonly spec?: { readonly containers?: unknown } };
  return spec?.containers !== undefined;
}

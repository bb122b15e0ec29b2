import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultProfile, type JsonObject, profiles } from "#policies";
import { checkObject, type Settings, settingsOf } from "../../check/index.ts";
import { applicationObjects, applications, applicationsFolder, siteRegistry } from "../applications.ts";

/** By object and policy: the containers that violate it, or `pod`. */
type Findings = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const expected: Readonly<Record<string, Findings>> = JSON.parse(
  readFileSync(join(applicationsFolder, "expected-findings.json"), "utf8"),
);

const site = { allowedRegistries: [siteRegistry] };
const settings = settingsOf(site);

/** What `dvs check` finds. */
function findingsOf(
  objects: readonly JsonObject[],
  settings: Settings,
  notes: readonly string[] = [],
): Findings {
  return Object.fromEntries(
    objects.flatMap((object) => {
      const { findings, remarks } = checkObject(object, settings);
      const said = remarks.filter(({ says }) => !notes.includes(says.kind));
      assert.deepEqual(said, []);
      const byPolicy = Object.groupBy(findings, ({ policy }) => policy);
      const places = Object.entries(byPolicy).map(([policy, found = []]) => [
        policy,
        found.map(({ container = "pod" }) => container),
      ]);
      const name = findings[0]?.object.name;
      return name === undefined ? [] : [[`${object["kind"]}/${name}`, Object.fromEntries(places)] as const];
    }),
  );
}

describe("examples/applications", () => {
  for (const app of applications) {
    it(`as published has the findings that are written down: ${app}`, () => {
      const objects = applicationObjects(app, "as-published");
      assert.deepEqual(findingsOf(objects, settings, ["owners-changed", "no-version"]), expected[app]);
    });

    for (const profile of Object.values(profiles)) {
      it(`adapted has none: ${app} (${profile.id})`, () => {
        const objects = applicationObjects(app, "adapted");
        const strict = settingsOf({ profile, ...site });
        assert.deepEqual(findingsOf(objects, strict), {});
        // every part that was published is still there
        const kinds = new Set(objects.map(({ kind }) => kind));
        const before = applicationObjects(app, "as-published").map(({ kind }) => kind);
        assert.deepEqual(
          before.filter((kind) => !kinds.has(kind)),
          [],
        );
      });
    }
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

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { policyIds, profiles } from "#policies";
import { compare, readArchive } from "../../aggregator/index.ts";
import { siteKinds } from "../../demo/sites.ts";

const folder = join(import.meta.dirname, "../../examples");

/** What the recorded sites show; `npm run demo -- --record` records them anew. */
const expected: Readonly<Record<string, (policy: string) => string>> = {
  Niemandsheim: () => "not-enforced",
  Musterstadt: () => "enforced",
  Beispielkreis: (policy) => {
    if (["disallow-selinux-options", "restrict-apparmor"].includes(policy)) return "enforced-looser";
    const covered = [
      "disallow-add-capabilities",
      "disallow-host-namespaces",
      "disallow-privileged-containers",
      "require-default-proc-mount",
      "require-run-as-non-root",
      "restrict-sysctls",
    ];
    return covered.includes(policy) ? "enforced" : "not-enforced";
  },
  Probehausen: () => "warned-only",
  Zuburg: () => "over-blocking",
};

describe("examples", () => {
  it("are one archive for each kind of site of the demo", () => {
    const places = siteKinds.map(({ place }) => `${place.toLowerCase()}.tar.gz`);
    assert.deepEqual(readdirSync(folder).sort(), places.sort());
  });

  it("come to the verdicts that live sites of their kind come to", async () => {
    const archives = await Promise.all(readdirSync(folder).map((name) => readArchive(join(folder, name))));
    const profile = profiles["dvs-poc-2022"];
    assert.ok(profile);
    const { sites, rows } = compare(archives, { profile });
    assert.deepEqual(
      sites.map(({ name }) => name),
      Object.keys(expected).sort(),
    );
    for (const site of sites) {
      assert.equal(site.state, "ok");
      const found = site.cells.map(({ verdict }, index) => [rows[index]?.id, verdict]);
      assert.deepEqual(
        found,
        policyIds.map((policy) => [policy, expected[site.name ?? ""]?.(policy)]),
        site.name,
      );
    }
  });
});

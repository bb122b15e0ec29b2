import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type Profile, policyIds, profiles } from "#policies";
import { type RunResult, writeJUnit } from "#results";
import { type Archive, compare, readSitesFile, type Site, SitesFileError } from "../../aggregator/index.ts";
import { type InventedSite, inventedRun, inventedSites, refusingRun } from "./invented-sites.ts";

const [first] = Object.values(profiles);
if (first === undefined) throw new Error("there is a profile");
const profile: Profile = first;
const place: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
};

function archive(result: RunResult, name = "a.tar.gz", more: Partial<Archive> = {}): Archive {
  const sha256 = createHash("sha256").update(writeJUnit(result)).digest("hex");
  return {
    name,
    hashed: "file",
    sha256,
    resultSha256: sha256,
    packing: { by: "unknown" },
    result,
    notes: [],
    ...more,
  };
}

function only(result: RunResult, more: Partial<Archive> = {}): Site {
  const [site, ...rest] = compare([archive(result, "a.tar.gz", more)], { profile }).sites;
  assert.ok(site !== undefined && rest.length === 0);
  return site;
}

function verdictAt(site: Site, policy: string): string | undefined {
  return site.cells.find((cell) => cell.policy === policy)?.verdict;
}

describe("aggregator/compare", () => {
  it("judges invented sites as they behave", () => {
    const site = only(
      inventedRun({
        ...place,
        but: {
          "require-ro-rootfs": "mutated",
          "restrict-sysctls": "stricter",
          "require-non-root-groups": "looser",
          "disallow-selinux-options": "partly",
          "restrict-apparmor": "not-applicable",
          "disallow-host-namespaces": "open",
          "disallow-privileged-containers": "warned",
          "require-limits-and-requests": "webhook-down",
          "restrict-image-registries": "missing",
          "imagepullpolicy-always": "fail-open",
        },
      }),
    );
    assert.deepEqual(Object.fromEntries(site.cells.map(({ policy, verdict }) => [policy, verdict])), {
      "disallow-add-capabilities": "enforced",
      "disallow-host-namespaces": "not-enforced",
      "disallow-privileged-containers": "warned-only",
      "disallow-selinux-options": "partly-enforced",
      "imagepullpolicy-always": "enforced",
      "require-default-proc-mount": "enforced",
      "require-health-and-liveness-check": "enforced",
      "require-limits-and-requests": "inconclusive",
      "require-non-root-groups": "enforced-looser",
      "require-run-as-non-root": "enforced",
      "require-ro-rootfs": "enforced",
      "restrict-apparmor": "not-applicable",
      "restrict-image-registries": "missing",
      "restrict-sysctls": "enforced-stricter",
    });
    assert.equal(site.state, "incomplete");
    assert.deepEqual(site.enforced, { count: 7, of: 13 });
    const flags = site.cells.flatMap(({ policy, flags: own }) => own.map((flag) => `${policy} ${flag}`));
    assert.deepEqual(flags, ["imagepullpolicy-always failOpen", "require-ro-rootfs byMutation"]);
  });

  it("recomputes: weights that a file claims change nothing", () => {
    const run = inventedRun({ ...place, all: "open" });
    const claimed = run.probes.map((probe) => ({
      ...probe,
      weight: "info" as const,
      expect: "admit" as const,
      policy: "restrict-sysctls",
    }));
    const site = only({ ...run, probes: claimed });
    for (const { verdict } of site.cells) assert.equal(verdict, "not-enforced");
  });

  it("takes weights from a file of another profile version, and says so", () => {
    const run = inventedRun({ ...place, all: "open" });
    const site = only({
      ...run,
      profile: { ...run.profile, version: "0.0.9" },
      probes: run.probes.map((probe) => ({ ...probe, weight: "should" as const })),
    });
    assert.equal(verdictAt(site, "restrict-sysctls"), "not-applicable");
    assert.deepEqual(site.notes, [{ kind: "other-profile", id: profile.id, version: "0.0.9" }]);
  });

  it("counts probes that are lacking as not answered: a short run is no green run", () => {
    const run = inventedRun(place);
    const seen = new Set<string>();
    const short = run.probes.filter(({ policy }) => !seen.has(policy) && seen.add(policy));
    const site = only({ ...run, probes: short });
    assert.equal(site.state, "incomplete");
    for (const cell of site.cells) {
      assert.equal(cell.verdict, "inconclusive");
      assert.equal(cell.worst?.reason, "deadline");
    }
    const lacking = run.probes.length - short.length;
    assert.deepEqual(site.notes, [{ kind: "probes-lacking", count: lacking }]);
  });

  it("has nothing to say about a policy that was never tried", () => {
    const site = only(inventedRun({ ...place, but: { "restrict-sysctls": "missing" } }));
    assert.equal(verdictAt(site, "restrict-sysctls"), "missing");
    assert.equal(site.state, "incomplete");
    assert.deepEqual(site.notes, [{ kind: "policies-lacking", count: 1 }]);
    const silent = only({ ...inventedRun(place), vantages: [], probes: [] });
    assert.ok(silent.cells.every(({ verdict }) => verdict === "missing"));
    assert.equal(silent.state, "incomplete");
  });

  it("shows the worst namespace, also where only one of two was probed", () => {
    const two = only(inventedRun({ ...place, tenant: { namespace: "fachverfahren", all: "open" } }));
    assert.ok(
      two.cells.every(
        ({ verdict, worst }) => verdict === "not-enforced" && worst?.vantage === "fachverfahren",
      ),
    );
    const run = inventedRun({ ...place, tenant: { namespace: "fachverfahren", all: "enforced" } });
    const half = only({
      ...run,
      probes: run.probes.filter(
        ({ policy, vantage }) => policy !== "restrict-sysctls" || vantage !== "fachverfahren",
      ),
    });
    assert.equal(verdictAt(half, "restrict-sysctls"), "inconclusive");
  });

  it("tells a site that refuses everything from one that enforces", () => {
    const site = only(refusingRun(place));
    assert.ok(site.cells.every(({ verdict }) => verdict === "over-blocking"));
  });

  it("names parameters that a site was probed with and the group did not agree on", () => {
    const site = only(
      inventedRun({
        ...place,
        parameters: {
          "require-non-root-groups": { minGid: 1 },
          "restrict-image-registries": { allowedRegistries: ["registry.musterstadt.example"] },
        },
      }),
    );
    assert.deepEqual(site.notes, [
      {
        kind: "own-parameter",
        policy: "require-non-root-groups",
        parameter: "minGid",
        value: "1",
        agreed: "1000",
      },
    ]);
  });

  it("gives policies that only a file knows a row of their own", () => {
    const run = inventedRun(place);
    const own = run.probes
      .slice(0, 1)
      .map((probe) => ({ ...probe, probe: "own-policy/a", policy: "own-policy" }));
    const { rows, sites } = compare(
      [
        archive({ ...run, probes: [...run.probes, ...own] }),
        archive(inventedRun({ ...place, name: "B", id: "bbbbbbbb" })),
      ],
      { profile },
    );
    assert.deepEqual(
      rows.map(({ id }) => id),
      [...policyIds, "own-policy"],
    );
    assert.deepEqual(
      sites.map((site) => [site.name, verdictAt(site, "own-policy")]),
      [
        ["B", "missing"],
        ["Musterstadt", "enforced"],
      ],
    );
  });

  it("shows the newest of several runs and names the others", () => {
    const old = inventedRun({
      ...place,
      all: "enforced",
      run: { id: "old", finished: "2025-01-01T00:00:00Z" },
    });
    const recent = inventedRun({ ...place, all: "open" });
    const [site, ...rest] = compare(
      [archive(old, "old.tgz"), archive(recent, "b.tgz"), archive(recent, "copy.tgz")],
      { profile },
    ).sites;
    assert.equal(rest.length, 0);
    assert.equal(site?.archive.name, "b.tgz");
    assert.ok(site?.cells.every(({ verdict }) => verdict === "not-enforced"));
    assert.deepEqual(site?.notes, [
      { kind: "same-run", archive: "copy.tgz" },
      { kind: "older-run", archive: "old.tgz", finished: "2025-01-01T00:00:00Z" },
    ]);
  });

  it("finds two different files that claim to be the same run", () => {
    const [site] = compare(
      [archive(inventedRun(place)), archive(inventedRun({ ...place, all: "open" }), "b.tgz")],
      { profile },
    ).sites;
    assert.deepEqual(site?.notes, [{ kind: "same-run-differs", archive: "a.tar.gz" }]);
    assert.ok(site?.cells.every(({ verdict }) => verdict === "not-enforced"));
  });

  it("keeps sites apart whose id is only an address", () => {
    const byUrl = (run: string): RunResult => {
      const result = inventedRun({ ...place, run: { id: run } });
      return { ...result, site: { ...result.site, idSource: "api-server-url" } };
    };
    const { sites } = compare([archive(byUrl("r1")), archive(byUrl("r2"), "b")], { profile });
    assert.equal(sites.length, 2);
    assert.equal(new Set(sites.map(({ id }) => id)).size, 2);
    assert.equal(new Set(sites.map(({ name }) => name)).size, 2);
  });

  it("gives archives without a result a column that says why", () => {
    const broken: Archive = {
      name: "x.tgz",
      hashed: "file",
      packing: { by: "unknown" },
      notes: [],
      problem: { kind: "empty" },
    };
    const refused: Archive = {
      ...broken,
      name: "y.tgz",
      problem: { kind: "refused", member: "m", detail: "denied" },
    };
    const { sites, summary } = compare([refused, archive(inventedRun(place)), broken], { profile });
    assert.deepEqual(
      sites.map(({ state }) => state),
      ["ok", "unreadable", "refused"],
    );
    assert.equal(summary.verdicts.missing, 28);
    assert.deepEqual(summary.deviations, []);
  });

  it("is incomplete where an archive was cut off after the result", () => {
    assert.equal(only(inventedRun(place), { problem: { kind: "truncated" } }).state, "incomplete");
  });

  it("does not depend on the order of the archives", () => {
    const archives = inventedSites.map((site, index) => archive(inventedRun(site), `${index}.tgz`));
    assert.deepEqual(compare(archives.toReversed(), { profile }), compare(archives, { profile }));
  });

  describe("with a list of sites", () => {
    const list = (text: string) =>
      compare([archive(inventedRun(place))], { profile, listed: readSitesFile(text) });

    it("names sites by id or by the beginning of it, and keeps what else is said", () => {
      const { sites, unheard } = list(
        "- name: Probestadt\n  match: 0f6a2c1e\n  group: Nord\n  P1: KVM\n  P5: [Ceph, NFS]\n- name: Fernau\n",
      );
      assert.equal(sites[0]?.name, "Probestadt");
      assert.equal(sites[0]?.group, "Nord");
      assert.deepEqual(sites[0]?.parameters, { P1: "KVM", P5: "Ceph, NFS" });
      assert.deepEqual(
        unheard.map(({ name }) => name),
        ["Fernau"],
      );
    });

    it("refuses what is no such list, with the line", () => {
      const wrong: [string, string, number][] = [
        ["name: x", "no-list", 1],
        ["- name: a\n- just text", "no-entry", 2],
        ["- name: a\n\n- match: 0f6a2c1e", "no-name", 3],
        ["- name: a\n  match: 0f6a", "short-match", 1],
        ["- name: a\n  P1: {a: b}", "no-text", 2],
        ["- name: 'a", "no-yaml", 1],
        ["- {name: a, match: 0f6a2c1e}\n- {name: b, match: 0f6a2c1e-5}", "ambiguous", 2],
      ];
      for (const [text, kind, line] of wrong) {
        assert.throws(
          () => list(text),
          (error: unknown) =>
            error instanceof SitesFileError && error.problem.kind === kind && error.line === line,
          `${text} should be ${kind} in line ${line}`,
        );
      }
    });

    it("takes an empty list", () => {
      assert.equal(list("").sites[0]?.name, "Musterstadt");
    });
  });
});

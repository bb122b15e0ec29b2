import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { defaultProfile, type Profile, policies, probesOf, profiles } from "#policies";
import { longest, type NotApplicableReason, type RunResult, writeJUnit } from "#results";
import {
  type Archive,
  compare,
  readSitesFile,
  renderReport,
  reportJson,
  type Site,
  SitesFileError,
  texts,
} from "../../aggregator/index.ts";
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

  it("expects all attempts of a policy under whatever policy the file puts them", () => {
    const run = inventedRun(place);
    const renamed = run.probes
      .filter(({ probe }) => probe !== "disallow-host-namespaces/hostipc")
      .map((probe) => (probe.policy === "disallow-host-namespaces" ? { ...probe, policy: "zzz" } : probe));
    const site = only({ ...run, probes: renamed });
    assert.equal(verdictAt(site, "disallow-host-namespaces"), "inconclusive");
    assert.equal(site.state, "incomplete");
    assert.deepEqual(site.notes, [{ kind: "probes-lacking", count: 1 }]);
    const invented = run.probes.map((probe) =>
      probe.policy === "restrict-sysctls" ? { ...probe, probe: "restrict-sysctls/own" } : probe,
    );
    assert.equal(verdictAt(only({ ...run, probes: invented }), "restrict-sysctls"), "inconclusive");
  });

  it("weighs by the catalogue also what another profile made, expects the same, and says so", () => {
    const run = inventedRun({ ...place, all: "open" });
    const old = { ...run.profile, version: "0.0.9" };
    const light = run.probes.map((probe) => ({ ...probe, weight: "should" as const }));
    const site = only({ ...run, profile: old, probes: light });
    assert.equal(verdictAt(site, "restrict-sysctls"), "not-enforced");
    assert.deepEqual(site.notes, [{ kind: "other-profile", id: profile.id, version: "0.0.9" }]);
    assert.equal(site.state, "incomplete");
    const partly = inventedRun({ ...place, all: "partly" });
    const green = partly.probes.filter(({ outcome }) => outcome.kind !== "admitted");
    const cut = only({ ...partly, profile: old, probes: green });
    for (const { verdict } of cut.cells) assert.ok(["inconclusive", "missing"].includes(verdict), verdict);
  });

  describe("where a result calls an attempt not applicable", () => {
    const calling = (probe: string, reason: NotApplicableReason, more: Partial<InventedSite> = {}): Site => {
      const run = inventedRun({ ...place, ...more });
      const changed = run.probes.map((own) =>
        own.probe === probe ? { ...own, outcome: { kind: "not-applicable", reason } as const } : own,
      );
      return only({ ...run, probes: changed });
    };
    const sysctls = "restrict-sysctls";
    const [unsafe] = probesOf(policies[sysctls]).filter(({ weight }) => weight === "must");
    assert.ok(unsafe);

    it("does not believe what neither version nor configuration bears out", () => {
      for (const reason of ["server-too-old", "server-too-new", "declared"] as const) {
        const site = calling("disallow-host-namespaces/hostipc", reason);
        assert.equal(verdictAt(site, "disallow-host-namespaces"), "inconclusive", reason);
        assert.equal(site.state, "incomplete");
        assert.deepEqual(site.notes, [{ kind: "probes-doubted", count: 1 }]);
      }
      const apparmor = calling("restrict-apparmor/annotation-unconfined", "declared");
      assert.equal(verdictAt(apparmor, "restrict-apparmor"), "inconclusive");
      const all = inventedRun(place);
      const nothing = { kind: "not-applicable", reason: "declared" } as const;
      const site = only({ ...all, probes: all.probes.map((probe) => ({ ...probe, outcome: nothing })) });
      for (const { verdict } of site.cells) assert.equal(verdict, "inconclusive");
    });

    it("believes a version that lies beyond the catalogue's bound", () => {
      const field = "restrict-apparmor/field-main-unconfined";
      const old = calling(field, "server-too-old", { kubernetes: "v1.29.4+k3s1" });
      assert.equal(verdictAt(old, "restrict-apparmor"), "enforced");
      assert.equal(old.state, "ok");
      const recent = calling(field, "server-too-old", { kubernetes: "v1.30.0" });
      assert.equal(verdictAt(recent, "restrict-apparmor"), "inconclusive");
      const unknown = calling(field, "server-too-old", { facts: { kubernetesVersion: { unknown: "no" } } });
      assert.equal(verdictAt(unknown, "restrict-apparmor"), "inconclusive");
      const late = "require-default-proc-mount";
      const bounded = probesOf(policies[late]).find(
        ({ maxK8s, set }) => maxK8s !== undefined && set === "core",
      );
      if (bounded !== undefined)
        assert.equal(calling(bounded.id, "server-too-new", { kubernetes: "v1.36.0" }).state, "ok");
    });

    it("believes a declaration that the declared parameters or the lack of AppArmor bear out", () => {
      const permitted = ["kernel.shm_rmid_forced", "kernel.msgmax", "net.core.somaxconn", "kernel.sem"];
      const names = unsafe.patch.map((step) => JSON.stringify(step)).join();
      const named = [...names.matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name ?? "");
      const [parameter] = Object.keys(policies[sysctls].parameters);
      assert.ok(parameter);
      const parameters = { [sysctls]: { [parameter]: [...permitted, ...named] } };
      const site = calling(unsafe.id, "declared", { parameters });
      assert.equal(
        site.notes.some(({ kind }) => kind === "probes-doubted"),
        false,
      );
      assert.ok(site.notes.some(({ kind }) => kind === "own-parameter"));
      const without = only(inventedRun({ ...place, but: { "restrict-apparmor": "not-applicable" } }));
      assert.equal(verdictAt(without, "restrict-apparmor"), "not-applicable");
      assert.equal(without.state, "ok");
    });
  });

  it("misses namespaces that were to be probed, and a tenant's identity", () => {
    const run = inventedRun({ ...place, configuration: { namespaces: ["team-a"] } });
    const site = only(run);
    assert.equal(site.state, "incomplete");
    assert.deepEqual(site.notes.at(-1), { kind: "vantages-lacking", namespaces: ["team-a"] });
    for (const { verdict, worst } of site.cells) {
      assert.equal(verdict, "inconclusive");
      assert.equal(worst?.vantage, "team-a");
    }
    const probed = { ...place, configuration: { namespaces: ["team-a"] } };
    const both = inventedRun({ ...probed, tenant: { namespace: "team-a", all: "enforced" } });
    assert.equal(only(both).state, "ok");
    const admin = inventedRun(place);
    const vantages = admin.vantages.map((vantage) => ({ ...vantage, identity: "none" as const }));
    const asAdmin = only({ ...admin, vantages });
    assert.equal(asAdmin.state, "incomplete");
    assert.deepEqual(asAdmin.notes, [{ kind: "no-tenant", namespaces: ["dvs-0f6a2c1e"] }]);
  });

  it("concludes nothing from attempts in a namespace that the result does not describe", () => {
    for (const all of ["enforced", "open"] as const) {
      const site = only({ ...inventedRun({ ...place, all }), vantages: [] });
      assert.equal(site.state, "incomplete");
      for (const { verdict } of site.cells) assert.equal(verdict, "inconclusive");
      assert.deepEqual(site.notes, [{ kind: "vantages-unknown", namespaces: ["dvs-0f6a2c1e"] }]);
    }
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

  it("shows policies that only a file knows apart, and only for its site", () => {
    const run = inventedRun(place);
    const own = run.probes
      .slice(0, 1)
      .map((probe) => ({ ...probe, probe: "own-policy/a", policy: "own-policy" }));
    const comparison = compare(
      [
        archive({ ...run, probes: [...run.probes, ...own] }),
        archive(inventedRun({ ...place, name: "B", id: "bbbbbbbb" })),
      ],
      { profile },
    );
    const { rows, furtherRows, sites, summary } = comparison;
    assert.deepEqual(
      rows.map(({ id }) => id),
      defaultProfile.policies,
    );
    assert.deepEqual(
      furtherRows.map(({ id }) => id),
      ["own-policy"],
    );
    assert.deepEqual(
      sites.map(({ name, furtherCells, enforced }) => [name, furtherCells.length, enforced.of]),
      [
        ["B", 0, 14],
        ["Musterstadt", 1, 14],
      ],
    );
    assert.equal(summary.cells, 28);
    assert.deepEqual(summary.deviations, []);
    const json = reportJson(comparison, texts.de);
    assert.equal(json.verdicts.filter(({ policy }) => policy === "own-policy").length, 1);
    assert.deepEqual(
      json.policies.filter(({ agreed }) => !agreed).map(({ id }) => id),
      ["own-policy"],
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

  it("believes no mark of slimming: of two files with other findings, each policy shows its worst", () => {
    const [one, other] = [defaultProfile.policies[0], defaultProfile.policies[1]];
    assert.ok(one && other);
    const honest = inventedRun({ ...place, but: { [one]: "open" } });
    const forged = inventedRun({ ...place, but: { [other]: "open" } });
    const slimmed = { slimmed: { version: "0.1.0", cutOff: false } };
    for (const files of [
      [archive(honest, "honest.tgz"), archive(forged, "forged.tgz", slimmed)],
      [archive(forged, "a-forged.tgz", slimmed), archive(honest, "honest.tgz")],
    ]) {
      const { sites } = compare(files, { profile });
      const verdicts = new Map(sites[0]?.cells.map(({ policy, verdict }) => [policy, verdict]));
      assert.deepEqual([verdicts.get(one), verdicts.get(other)], ["not-enforced", "not-enforced"]);
      assert.equal(sites.length, 1);
      assert.ok(sites[0]?.notes.some(({ kind }) => kind === "same-run-differs"));
    }
    const allGreen = archive(inventedRun(place), "a.tgz", slimmed);
    const [site] = compare([allGreen, archive(honest, "honest.tgz")], { profile }).sites;
    assert.equal(site?.archive.name, "honest.tgz");
    assert.equal(site.cells.find(({ policy }) => policy === one)?.verdict, "not-enforced");
  });

  it("takes a slimmed archive of a site that is known by its URL only for the same run", () => {
    const known = (id: string): RunResult => {
      const run = inventedRun(place);
      return { ...run, site: { ...run.site, id, idSource: "api-server-url" } };
    };
    const slimmed = { slimmed: { version: "0.1.0", cutOff: false } };
    const { sites } = compare(
      [archive(known("fat"), "fat.tgz"), archive(known("site-0a1b2c3d4e5f"), "slim.tgz", slimmed)],
      { profile },
    );
    assert.deepEqual(
      sites.map(({ archive: { name }, notes }) => [name, notes]),
      [["slim.tgz", [{ kind: "same-run-slimmed", archive: "fat.tgz" }]]],
    );
  });

  it("shows of files that claim to be one run the one that refuses less, whatever time it states", () => {
    const honest = inventedRun({ ...place, all: "open" });
    const green = inventedRun({ ...place, run: { finished: "2026-03-02T08:01:31.000Z" } });
    const newer = inventedRun({ ...place, run: { id: "newer", finished: "2026-04-01T00:00:00.000Z" } });
    const comparison = compare([archive(green, "green.tgz"), archive(honest, "honest.tgz")], { profile });
    const [site] = comparison.sites;
    assert.equal(site?.archive.name, "honest.tgz");
    assert.equal(site.state, "incomplete");
    assert.deepEqual(site.notes, [{ kind: "same-run-differs", archive: "green.tgz" }]);
    assert.match(
      renderReport(comparison, texts.de),
      /<span class="state">unvollständig, widersprüchliche Dateien</,
    );
    const [later] = compare([archive(green, "green.tgz"), archive(honest), archive(newer, "n.tgz")], {
      profile,
    }).sites;
    assert.equal(later?.archive.name, "n.tgz");
    assert.deepEqual(
      later.notes.map(({ kind }) => kind),
      ["older-run", "older-run"],
    );
  });

  it("says that a result is later than the report, if the report's time is given", () => {
    const notesAt = (now?: string) =>
      compare([archive(inventedRun(place))], { profile, ...(now !== undefined && { now }) }).sites[0]?.notes;
    assert.deepEqual(notesAt("2026-01-01T00:00:00.000Z"), [
      { kind: "future", finished: "2026-03-02T08:01:30.000Z" },
    ]);
    assert.deepEqual(notesAt("2026-04-01T00:00:00.000Z"), []);
    assert.deepEqual(notesAt(), []);
  });

  it("cuts the name that a site gives itself", () => {
    const { name } = only(inventedRun({ ...place, name: "Musterstadt ".repeat(1000) }));
    assert.equal(name?.length, longest.siteName);
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
    assert.equal(summary.verdicts.missing, 0);
    assert.equal(summary.sites, 1);
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
        "- name: Probestadt\n  match: 0f6a2c1e\n  group: Nord\n  P1: KVM\n  P5: [Ceph, NFS]\n- name: Fernau\n  match: 99999999\n",
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
        ["- {name: a, id: b}\n- just text", "no-entry", 2],
        ["- name: a\n  group: Nord", "no-id", 1],
        ["- {name: a, id: b}\n\n- match: 0f6a2c1e", "no-name", 3],
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

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  defaultProfile,
  type PolicyId,
  type Profile,
  parametersOf,
  probesIn,
  profiles,
  versionReason,
} from "#policies";
import { type Outcome, type ProbeResult, type RunResult, writeJUnit } from "#results";
import { compare, type Site } from "../../aggregator/index.ts";
import { inventedRun } from "./invented-sites.ts";

const pss = profiles["pss-restricted"];
if (pss === undefined) throw new Error("there is a profile pss-restricted");

const refused: Outcome = {
  kind: "refused",
  by: { engine: "kyverno", policy: "p", rule: "r" },
  message: "no",
  attribution: "both",
};

/** A deep run of a profile at a site that refuses what violates it, and nothing else. */
function runOf(profile: Profile, kubernetes: string, but: Readonly<Record<string, Outcome>> = {}): RunResult {
  const run = inventedRun({
    name: "Musterstadt",
    id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
    engine: "kyverno",
    all: "enforced",
    kubernetes,
    configuration: { probes: "deep" },
  });
  const [vantage] = run.vantages;
  assert.ok(vantage);
  const probes = profile.policies.flatMap((id) => probesIn(profile, id));
  return {
    ...run,
    profile: {
      id: profile.id,
      version: profile.version,
      parameters: Object.fromEntries(profile.policies.map((id) => [id, parametersOf(id, profile)])),
    },
    probes: probes.map(({ id, policy, says, expect, weight, set, control, ...probe }): ProbeResult => {
      const reason = versionReason(probe, kubernetes);
      const usual: Outcome =
        reason === undefined
          ? expect === "admit"
            ? { kind: "admitted" }
            : refused
          : { kind: "not-applicable", reason };
      return {
        probe: id,
        policy,
        vantage: vantage.namespace,
        says: says.en,
        expect,
        weight,
        set,
        control,
        patch: probe.patch.map((step) => ({ ...step })),
        outcome: but[id] ?? usual,
        seconds: 0,
      };
    }),
  };
}

function judgedBy(profile: Profile, result: RunResult): Site {
  const sha256 = createHash("sha256").update(writeJUnit(result)).digest("hex");
  const archive = { name: "a.tar.gz", hashed: "file", sha256, resultSha256: sha256 } as const;
  const [site] = compare([{ ...archive, packing: { by: "unknown" }, result, notes: [] }], { profile }).sites;
  assert.ok(site);
  return site;
}

function cellOf(site: Site, policy: PolicyId): Site["cells"][number] {
  const found = site.cells.find((cell) => cell.policy === policy);
  assert.ok(found, policy);
  return found;
}

const doubts = (site: Site, policy: PolicyId) =>
  cellOf(site, policy).vantages.flatMap(({ probes }) =>
    probes.flatMap(({ probe, doubted }) => (doubted === undefined ? [] : [`${probe}: ${doubted}`])),
  );

describe("aggregator: a result judged by another profile than its own", () => {
  it("is judged where the profiles meet; what only one of them asks for is missing or shown apart", () => {
    for (const [own, other] of [
      [defaultProfile, pss],
      [pss, defaultProfile],
    ] as const) {
      const site = judgedBy(other, runOf(own, "v1.36.3"));
      const { id, version } = own;
      assert.ok(
        site.notes.some(
          (note) => JSON.stringify(note) === JSON.stringify({ kind: "other-profile", id, version }),
        ),
      );
      assert.equal(site.state, "incomplete");
      for (const { policy, verdict } of site.cells) {
        const shared = own.policies.some((known) => known === policy);
        assert.equal(verdict === "missing", !shared, `${policy} by ${other.id}: ${verdict}`);
      }
      const lacking = other.policies.filter((policy) => !own.policies.includes(policy)).length;
      assert.ok(site.notes.some((note) => note.kind === "policies-lacking" && note.count === lacking));
      assert.deepEqual(
        site.furtherCells.map(({ policy }) => policy),
        own.policies.filter((policy) => !other.policies.includes(policy)).sort(),
      );
    }
  });

  it("weighs by the judging profile: what one permits and the other forbids", () => {
    const type = "disallow-selinux-options/pod-allowed-type";
    const policy = "disallow-selinux-options";
    // the standard's own run finds the type admitted, as it wants it; the 14 do not
    const loose = runOf(pss, "v1.36.3");
    assert.equal(cellOf(judgedBy(pss, loose), policy).verdict, "enforced");
    assert.equal(cellOf(judgedBy(defaultProfile, loose), policy).verdict, "enforced-looser");
    const strict = runOf(defaultProfile, "v1.36.3");
    assert.equal(strict.probes.find(({ probe }) => probe === type)?.outcome.kind, "refused");
    assert.equal(cellOf(judgedBy(defaultProfile, strict), policy).verdict, "enforced");
    assert.equal(cellOf(judgedBy(pss, strict), policy).verdict, "enforced-stricter");
  });

  it("believes no repair by other parameters: the pod may still violate, or comply, by those of this profile", () => {
    const mutated: Outcome = { kind: "mutated", changes: [] };
    const types = { "disallow-selinux-options/pod-type": mutated };
    const site = judgedBy(defaultProfile, runOf(pss, "v1.36.3", types));
    assert.equal(cellOf(site, "disallow-selinux-options").verdict, "inconclusive");
    assert.deepEqual(doubts(site, "disallow-selinux-options"), [
      "disallow-selinux-options/pod-type: profile",
    ]);
    const own = judgedBy(pss, runOf(pss, "v1.36.3", types));
    assert.equal(cellOf(own, "disallow-selinux-options").verdict, "enforced");
    // where both profiles have the same parameters there is nothing to doubt
    const same = judgedBy(
      defaultProfile,
      runOf(pss, "v1.36.3", { "disallow-host-namespaces/hostpid": mutated }),
    );
    assert.equal(cellOf(same, "disallow-host-namespaces").verdict, "enforced");
  });

  it("asks of a server's version what the judging profile asks", () => {
    const probe = "require-run-as-non-root/userns-unset";
    const policy = "require-run-as-non-root";
    // the standard permits it from 1.35 on; the 14 try it from 1.33 on
    const verdictAt = (version: string) =>
      cellOf(judgedBy(pss, runOf(defaultProfile, version, { [probe]: refused })), policy).verdict;
    assert.equal(verdictAt("v1.34.1"), "enforced");
    assert.equal(verdictAt("v1.35.1"), "enforced-stricter");
    const untried = judgedBy(defaultProfile, runOf(pss, "v1.34.1"));
    assert.deepEqual(doubts(untried, policy), [`${probe}: profile`]);
    assert.equal(cellOf(untried, policy).verdict, "enforced");
    assert.ok(!untried.notes.some(({ kind }) => kind === "probes-doubted"));
  });

  it("lets no rule count that the judging profile does not ask for", () => {
    const probe = "disallow-privileged-containers/main";
    const policy = "disallow-privileged-containers";
    const run = runOf(pss, "v1.36.3", { [probe]: { ...refused, attribution: "entailed" } });
    assert.equal(cellOf(judgedBy(pss, run), policy).verdict, "enforced");
    assert.equal(cellOf(judgedBy(defaultProfile, run), policy).verdict, "inconclusive");
  });
});

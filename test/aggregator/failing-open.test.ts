import assert from "node:assert/strict";
import type { Outcome, ProbeResult, Refuser } from "#results";
import { decisionsOf } from "../../aggregator/comparison/decisions.ts";
import { nextStepsOf } from "../../aggregator/comparison/next-steps.ts";
import { type Archive, compare, renderReport, texts } from "../../aggregator/index.ts";
import { archiveWith, profile } from "./comparisons.ts";
import { inventedRun } from "./invented-sites.ts";
import { place } from "./rounds-of-sites.ts";

const ignore = { engine: "kyverno", webhook: "validate.kyverno.svc-ignore", failOpen: true } as const;
const fail = { engine: "kyverno", webhook: "validate.kyverno.svc-fail" };
const gatekeeper = { engine: "gatekeeper", webhook: "validation.gatekeeper.sh" };
const builtIn = { engine: "validating-admission-policy", policy: "ours" };

/** A site at which violations are refused by whom is said, or come to something else. */
function siteWith(answer: (probe: ProbeResult, index: number) => Refuser | Outcome, name = "Ort 1"): Archive {
  const run = inventedRun({ ...place, name, id: `${name.slice(-1)}a7b3d2f-0000`, all: "enforced" });
  const violations = run.probes.filter(({ expect }) => expect !== "admit");
  const probes = run.probes.map((probe): ProbeResult => {
    const index = violations.indexOf(probe);
    if (index < 0) return probe;
    const found = answer(probe, index);
    const refused = (by: Refuser): Outcome => ({ kind: "refused", by, message: "no", attribution: "both" });
    return { ...probe, outcome: "kind" in found ? found : refused(found) };
  });
  return archiveWith({ ...run, probes }, `${name}.tar.gz`);
}

/** How many policies are said to fail open, by site; undefined if nothing is said. */
function saidOf(...archives: Archive[]) {
  const comparison = compare(archives, { profile });
  const found = decisionsOf(comparison).find(({ kind }) => kind === "fails-open");
  const steps = comparison.sites.flatMap(nextStepsOf).filter(({ kind }) => kind === "fails-open");
  if (found?.kind !== "fails-open") {
    assert.deepEqual(steps, [], "the next steps say the same");
    return undefined;
  }
  const counts = found.sites.map(({ site, share }) => `${site.name}: ${share.count}`);
  assert.deepEqual(
    steps.map(({ policies }) => policies.length).toSorted(),
    found.sites.map(({ rows }) => rows.length).toSorted(),
  );
  return counts;
}

const summaryOf = (language: "de" | "en", ...archives: Archive[]) =>
  (renderReport(compare(archives, { profile }), texts[language]).split('id="summary"')[1] ?? "")
    .split("</section>")[0]
    ?.replaceAll(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replaceAll(/\s+/g, " ") ?? "";

const sysctls = ({ policy }: ProbeResult) => policy === "restrict-sysctls";

describe("aggregator: what may be admitted while an engine is down", () => {
  it("is what it alone refuses, all by webhooks that fail open", () => {
    const site = siteWith(() => ignore);
    assert.deepEqual(saidOf(site), ["Ort 1: 14"]);
    assert.match(
      summaryOf("de", site),
      /Fällt Kyverno aus, kann an einem Standort zugelassen werden, was Kyverno sonst ablehnt\. Ort 1 \(14 von 14\)/,
    );
    assert.match(
      summaryOf("en", site),
      /While Kyverno is down, one site may admit what Kyverno refuses otherwise\./,
    );
  });

  it("is not said where the same engine refuses by a webhook that does not fail open, either: that one refuses every pod then", () => {
    assert.equal(saidOf(siteWith((probe) => (sysctls(probe) ? ignore : fail))), undefined);
    assert.equal(saidOf(siteWith((probe) => (sysctls(probe) ? fail : ignore))), undefined);
    const control: Outcome = { kind: "control-refused", by: fail, message: "no" };
    assert.equal(saidOf(siteWith((probe) => (sysctls(probe) ? control : ignore))), undefined);
  });

  it("leaves out policies that another engine refuses as well: only one refusal is told", () => {
    assert.equal(saidOf(siteWith((_, index) => (index % 2 === 0 ? ignore : gatekeeper))), undefined);
    const half = siteWith((probe) => (sysctls(probe) ? gatekeeper : ignore));
    assert.deepEqual(saidOf(half), ["Ort 1: 13"]);
  });

  it("is not said of a single attempt among many that something else refuses", () => {
    const seen = new Set<string>();
    const single = siteWith(({ policy }) => {
      const isFirst = !seen.has(policy);
      seen.add(policy);
      return isFirst ? ignore : builtIn;
    });
    const alone = saidOf(single) ?? [];
    // policies of a single attempt
    const counts = new Map<string, number>();
    for (const { policy, expect } of single.result?.probes ?? [])
      if (expect !== "admit") counts.set(policy, (counts.get(policy) ?? 0) + 1);
    const ones = [...counts.values()].filter((count) => count === 1).length;
    assert.ok(ones < 14);
    assert.deepEqual(alone, ones === 0 ? [] : [`Ort 1: ${ones}`]);
  });

  it("names somebody always: a control that was refused shows nothing of the policy", () => {
    const mutated: Outcome = { kind: "mutated", changes: [] };
    const control: Outcome = { kind: "control-refused", by: ignore, message: "no" };
    const site = siteWith(({ weight }) => (weight === "should" ? control : mutated));
    const flags = compare([site], { profile }).sites.flatMap(({ cells }) =>
      cells.flatMap((cell) => cell.flags),
    );
    assert.ok(flags.includes("failOpen"), "what the flag says is wider");
    assert.equal(saidOf(site), undefined);
    assert.doesNotMatch(summaryOf("de", site), /Fällt|Fallen/);
  });

  it("has those sites first at which it is most, and says how many engines it does not name", () => {
    const few = siteWith((probe) => (sysctls(probe) ? ignore : builtIn), "Ort 1");
    const names = ["a", "b", "c", "d", "e"].map((name) => ({
      engine: "webhook",
      webhook: `${name}.example`,
      failOpen: true as const,
    }));
    const policies = [
      ...new Set(inventedRun({ ...place, all: "enforced" }).probes.map(({ policy }) => policy)),
    ];
    const many = siteWith(({ policy }) => names[policies.indexOf(policy) % names.length] ?? ignore, "Ort 2");
    assert.deepEqual(saidOf(few, many), ["Ort 2: 14", "Ort 1: 1"]);
    assert.match(
      summaryOf("de", few, many),
      /Fallen Policy-Engines aus, kann an 2 Standorten zugelassen werden, was sie sonst ablehnen\. Ort 2 \((?:[a-e]\.example,? ){3}und 2 weitere: 14 von 14\) Ort 1 \(Kyverno: 1 von 14\)/,
    );
  });
});

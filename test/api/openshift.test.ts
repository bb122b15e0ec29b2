import assert from "node:assert/strict";
import { judge, type Outcome, type RunResult, readJUnit, writeJUnit } from "#results";
import { type OpenShiftKind, openShiftKindsFor } from "../../demo/engine-sites/openshift.ts";
import { giveRanges } from "../../demo/openshift/namespace-ranges.ts";
import { type OpenShiftSite, startOpenShift } from "../../demo/openshift/start-open-shift.ts";
import { startTestbed, type Testbed } from "../../testbed/index.ts";
import { everything } from "./everything.ts";
import { runProbe } from "./run-probe.ts";
import { openShiftTruth } from "./truth/openshift.ts";

/** An outcome in the words of the truth tables. */
function inWords(outcome: Outcome): string {
  if (outcome.kind === "refused") {
    const { by, attribution } = outcome;
    return `refused ${by.engine} ${by.policy ?? "-"} ${attribution}`;
  }
  return outcome.kind === "admitted" && outcome.inForm !== undefined
    ? "admitted in another form"
    : outcome.kind;
}

/** The verdicts of a run's only namespace, each with its flags. */
function verdictsOf({ vantages: [vantage], probes }: RunResult): Record<string, string> {
  assert.ok(vantage);
  return Object.fromEntries(
    judge(vantage, probes).map(({ policy, verdict, flags }) => [policy, [verdict, ...flags].join(" ")]),
  );
}

/** What differs, a line each: a diff of hundreds of entries helps nobody. */
function differences(found: Readonly<Record<string, string>>, truth: Readonly<Record<string, string>>) {
  return [...new Set([...Object.keys(found), ...Object.keys(truth)])].flatMap((name) =>
    found[name] === truth[name] ? [] : [`${name}: ${found[name]}, expected: ${truth[name]}`],
  );
}

describe("OpenShift's security context constraints, on a real API server", function () {
  this.timeout("30m");
  let testbed: Testbed;
  const table: string[] = [];
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(async () => {
    for (const line of table) console.log(`    ${line}`);
    await testbed?.stop();
  });

  for (const kind of openShiftKindsFor("registry.k8s.io"))
    describe(kind.id, () =>
      probing(
        kind,
        () => testbed,
        (line) => table.push(line),
      ),
    );
});

function probing(kind: OpenShiftKind, testbed: () => Testbed, tell: (line: string) => void): void {
  let started: OpenShiftSite;
  let result: RunResult;
  let before_: readonly string[];
  const truth = openShiftTruth[kind.id];
  before(async () => {
    started = await startOpenShift(testbed(), kind);
    before_ = await everything(started.site);
    const run = await runProbe(started.site.kubeconfig, { probes: "deep" });
    assert.deepEqual(run.problems, []);
    ({ result } = run);
  });
  after(() => started?.stop());

  it("brings all probes and policies to what was written down, also after the journey through JUnit", () => {
    assert.ok(truth);
    for (const run of [result, readJUnit(writeJUnit(result))]) {
      const found = Object.fromEntries(run.probes.map(({ probe, outcome }) => [probe, inWords(outcome)]));
      const wrong = differences(found, truth.outcomes);
      const wrongVerdicts = differences(verdictsOf(run), truth.verdicts);
      if (run === result) {
        const count = (all: object, amiss: readonly string[]) =>
          `${Object.keys(all).length - amiss.length} of ${Object.keys(all).length}`;
        tell(
          `${kind.id.padEnd(22)} probes ${count(truth.outcomes, wrong)}, verdicts ${count(truth.verdicts, wrongVerdicts)}`,
        );
      }
      assert.deepEqual([...wrong, ...wrongVerdicts], []);
    }
  });

  if (kind.id === "openshift-stock") {
    it("proves nothing in a namespace that gets no ranges, and says that it was not set up", async () => {
      await started.ranges.stop();
      const { result: unranged, said } = await runProbe(started.site.kubeconfig);
      const reasons = unranged.probes.map(({ outcome }) =>
        "reason" in outcome ? outcome.reason : outcome.kind,
      );
      assert.deepEqual([...new Set(reasons)].sort(), ["server-too-new", "setup"]);
      assert.deepEqual([...new Set(Object.values(verdictsOf(unranged)))], ["inconclusive"]);
      assert.match(unranged.run.cutShort ?? "", /unable to find annotation openshift.io\/sa.scc.uid-range/);
      assert.ok(
        said.some((sentence) => sentence.includes("ranges of ids")),
        said.join("\n"),
      );
    });

    it("waits for ranges that come late, and then finds what it finds elsewhere", async () => {
      const ranges = giveRanges(started.site, 12);
      try {
        const { result: late } = await runProbe(started.site.kubeconfig);
        assert.deepEqual(differences(verdictsOf(late), truth?.verdicts ?? {}), []);
      } finally {
        await ranges.stop();
      }
    });
  }

  it("leaves the cluster as it was found", async () => {
    assert.deepEqual(await everything(started.site), before_);
  });
}

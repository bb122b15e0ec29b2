import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultProfile } from "#policies";
import { judge, type RunResult } from "#results";
import { engineKindsFor } from "../../demo/engine-sites/index.ts";
import { establish, takeBack } from "../../demo/establish.ts";
import { demoImage, demoRegistry, type SiteKind } from "../../demo/sites.ts";
import { rowsOf } from "../../scripts/engines/tables.ts";
import { engines } from "../../testbed/index.ts";
import { openTerminal, type Terminal } from "../../testbed/node/index.ts";
import { agreementLines } from "../agreement/lines.ts";
import { runProbe } from "../api/run-probe.ts";
import { toBreak } from "../api/to-break.ts";
import { pss } from "../api/truth/pss.ts";
import { expectedEngineSites } from "../rivals/expected-engines.ts";
import { judgeRivals } from "../rivals/judge-rivals.ts";
import { agreementIn, agreementKinds } from "./agreement.ts";
import { breakRules } from "./break-rules.ts";
import { dvsCommand } from "./dvs-command.ts";
import { killEngine, reviveEngine } from "./kill-engine.ts";
import { foreignCluster, type TestCluster, theCluster } from "./the-cluster.ts";
import { truths as agreed } from "./truth/index.ts";
import { pssTruths } from "./truth/pss.ts";
import { differences, foundAt, summary, type Truth } from "./truth/truth.ts";

/** Those of sites that are about the second profile, beside those about the first. */
const truths = [...agreed, ...pssTruths.filter(({ kind }) => !agreed.some((other) => other.kind === kind))];

describe("real engines, against what was written down", function () {
  this.timeout("30m");
  const kinds = new Map(engineKindsFor(demoRegistry).map((kind) => [kind.id, kind]));
  const lines: string[] = [];
  const found: Truth[] = [];
  const foundByPss: Truth[] = [];
  const rivalLines = ["What the rivals misjudge:"];
  const checkLines = ["The check's judgement and the engines':"];
  before(function () {
    if (!foreignCluster) return;
    console.log("      left out: another cluster's engines are its own");
    this.skip();
  });
  after(() => {
    const tables = [...rowsOf(found), `By ${pss.id}:`, ...rowsOf(foundByPss)];
    for (const line of [...lines, "", ...tables, "", ...rivalLines, ...checkLines])
      console.log(`    ${line}`);
  });

  it("has a truth for every kind of site, and a kind for every truth", () => {
    assert.deepEqual(truths.map(({ kind }) => kind).sort(), [...kinds.keys()].sort());
  });

  /** Asks them, where they are judged, while the kind is at work; what differs from what was written down. */
  const rivals = async ({ kubeconfig }: TestCluster, { kind }: Truth, result: RunResult) => {
    const expected = expectedEngineSites[kind];
    if (expected === undefined) return [];
    const { differing, misjudged } = await judgeRivals(kubeconfig, `rivals-${kind}`, expected, result);
    rivalLines.push(`${kind.padEnd(26)} ${misjudged}`);
    return differing;
  };

  /** A site that is about the first profile, by the second one, if that was written down too; what differs. */
  const byOtherProfile = async ({ kubeconfig }: TestCluster, { kind }: Truth) => {
    const truth = agreed.some((own) => own.kind === kind) && pssTruths.find((own) => own.kind === kind);
    if (!truth) return [];
    const started = performance.now();
    const { result, problems } = await runProbe(kubeconfig, { profile: pss.id, probes: "deep" });
    assert.deepEqual(problems, []);
    const there = foundIn(kind, result);
    foundByPss.push(there);
    const differing = differences(truth, there);
    lines.push(
      `${kind.padEnd(26)} ${summary(truth, differing)} by ${pss.id} (probed in ${seconds(started)} s)`,
    );
    return differing;
  };

  /** Has the static check judge the same objects, where that is compared, while the kind is at work. */
  const agrees = async ({ kubeconfig }: TestCluster, { kind }: Truth) => {
    if (!agreementKinds.includes(kind)) return;
    const started = performance.now();
    const { counts, expected, differences } = await agreementIn(kubeconfig, demoImage);
    checkLines.push(...agreementLines(kind, counts), `${kind}: in ${seconds(started)} s`);
    assert.deepEqual(differences, []);
    assert.deepEqual(counts, expected);
  };

  const groups = Map.groupBy(truths, ({ kind }) => (kinds.get(kind)?.engines ?? []).join(" and "));
  for (const [name, own] of groups) {
    describe(name, () => {
      let cluster: TestCluster;
      let terminal: Terminal;
      before(async () => {
        const [first] = own;
        const started = performance.now();
        cluster = await theCluster(name.replaceAll(" ", "-"), kinds.get(first?.kind ?? ""));
        const folder = await mkdtemp(join(tmpdir(), "dvs-engine-"));
        terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
        lines.push(`${name}: ${seconds(started)} s to start`);
      });
      after(async () => {
        await cluster?.stop();
        if (terminal !== undefined) await rm(terminal.folder, { recursive: true, force: true });
      });

      for (const truth of own) {
        it(`${truth.kind}: verdict and attribution of every probe, and what the check and the rivals would say`, async () => {
          const kind = kinds.get(truth.kind);
          assert.ok(kind);
          const started = performance.now();
          await establish(cluster, terminal, kind, demoImage);
          const ready = performance.now();
          try {
            const { result, problems } = await probed(cluster, terminal, kind);
            assert.deepEqual(problems, []);
            const there = foundIn(truth.kind, result);
            (kind.profile === undefined ? found : foundByPss).push(there);
            const differing = compared(truth, there, result);
            lines.push(
              `${truth.kind.padEnd(26)} ${summary(truth, differing)}  (at work after ${seconds(started, ready)} s, probed in ${seconds(ready)} s)`,
            );
            assert.deepEqual(differing, []);
            assert.deepEqual(await byOtherProfile(cluster, truth), []);
            assert.deepEqual(await rivals(cluster, truth, result), []);
            await agrees(cluster, truth);
          } finally {
            await takeBack(cluster, terminal, kind, demoImage);
          }
        });

        if (kinds.get(truth.kind)?.broken === undefined) continue;
        it(`${truth.kind}: a broken rule turns its policy's cell and no other`, async () => {
          const kind = kinds.get(truth.kind);
          assert.ok(kind);
          await establish(cluster, terminal, kind, demoImage);
          const started = performance.now();
          try {
            assert.deepEqual(await breakRules(cluster, terminal, kind, truth, toBreak), []);
            lines.push(`${truth.kind.padEnd(26)} ${toBreak.length} rules broken (in ${seconds(started)} s)`);
          } finally {
            await takeBack(cluster, terminal, kind, demoImage);
          }
        });
      }
    });
  }
});

/** A deep run; where the kind has it so, its engines are killed while the first round is at about its middle. */
async function probed(
  { kubeconfig }: TestCluster,
  terminal: Terminal,
  { engines: names = [], dies, profile = defaultProfile }: SiteKind,
): Promise<Pick<Awaited<ReturnType<typeof runProbe>>, "result" | "problems">> {
  let killed: Promise<unknown> | undefined;
  const run = await runProbe(
    kubeconfig,
    { profile: profile.id, probes: "deep" },
    60,
    ({ completed, failures, total }) => {
      if (dies !== true || completed + failures.length < total / 3) return;
      killed ??= Promise.all(names.map((name) => killEngine(terminal, engines[name])));
    },
  );
  await killed;
  if (killed !== undefined) for (const name of names) await reviveEngine(terminal, engines[name]);
  return run;
}

function seconds(from: number, to: number = performance.now()): number {
  return Math.round((to - from) / 1000);
}

function foundIn(kind: string, result: RunResult): Truth {
  const [vantage] = result.vantages;
  assert.ok(vantage);
  return foundAt(kind, result.probes, judge(vantage, result.probes));
}

function compared(truth: Truth, there: Truth, { site }: RunResult): readonly string[] {
  const lines = differences(truth, there);
  if (truth.reporting === undefined) return lines;
  const { engines: found } = site;
  const named = "value" in found ? found.value.flatMap(({ reporting = [] }) => reporting) : [];
  const [expected, got] = [truth.reporting, named.toSorted()].map((names) => names.join(" "));
  return expected === got ? lines : [...lines, `policies that report: expected ${expected}, found ${got}`];
}

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge, type RunResult } from "#results";
import { engineKindsFor } from "../../demo/engine-sites/index.ts";
import { establish } from "../../demo/establish.ts";
import { demoImage, demoRegistry } from "../../demo/sites.ts";
import { openTerminal } from "../../testbed/node/index.ts";
import { runProbe } from "../api/run-probe.ts";
import { dvsCommand } from "./dvs-command.ts";
import { foreignCluster, type TestCluster, theCluster } from "./the-cluster.ts";
import { truths } from "./truth/index.ts";
import { differences, summary, type Truth } from "./truth/truth.ts";

describe("real engines, against what was written down", function () {
  this.timeout("20m");
  const kinds = new Map(engineKindsFor(demoRegistry).map((kind) => [kind.id, kind]));
  const lines: string[] = [];
  before(function () {
    if (!foreignCluster) return;
    console.log("      left out: another cluster's engines are its own");
    this.skip();
  });
  after(() => {
    for (const line of lines) console.log(`    ${line}`);
  });

  it("has a truth for every kind of site, and a kind for every truth", () => {
    assert.deepEqual(truths.map(({ kind }) => kind).sort(), [...kinds.keys()].sort());
  });

  for (const truth of truths) {
    it(`${truth.kind}: verdict and attribution of every probe`, async () => {
      const kind = kinds.get(truth.kind);
      assert.ok(kind);
      const started = performance.now();
      const folder = await mkdtemp(join(tmpdir(), "dvs-engine-"));
      let cluster: TestCluster | undefined;
      try {
        cluster = await theCluster(kind.id, kind);
        const terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
        await establish(cluster, terminal, kind, demoImage);
        const ready = performance.now();
        const { result, problems } = await runProbe(cluster.kubeconfig, { probes: "deep" });
        assert.deepEqual(problems, []);
        const differing = compared(truth, result);
        const seconds = [ready - started, performance.now() - ready].map((ms) => Math.round(ms / 1000));
        lines.push(
          `${truth.kind.padEnd(22)} ${summary(truth, differing)}  (${seconds[0]} s to start, ${seconds[1]} s to probe)`,
        );
        assert.deepEqual(differing, []);
      } finally {
        await cluster?.stop();
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
});

function compared(truth: Truth, result: RunResult): readonly string[] {
  const [vantage] = result.vantages;
  assert.ok(vantage);
  return differences(truth, result.probes, judge(vantage, result.probes));
}

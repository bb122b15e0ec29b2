import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PolicyId } from "#policies";
import { judge } from "#results";
import { demoImage, everyPolicyAtWork, type SiteKind } from "../../demo/sites.ts";
import type { Terminal } from "../../testbed/node/index.ts";
import { runProbe } from "../api/run-probe.ts";
import type { TestCluster } from "./the-cluster.ts";
import { type Truth, verdictText } from "./truth/truth.ts";

/**
 * Breaks one rule after the other at a site that is established, and mends each again.
 * @returns the verdicts that differ from the truth with that one policy not enforced, a line each; empty if none does
 */
export async function breakRules(
  cluster: TestCluster,
  terminal: Terminal,
  kind: SiteKind,
  { verdicts }: Truth,
  ids: readonly PolicyId[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const id of ids) {
    const items = kind.broken?.(id) ?? [];
    await writeFile(
      join(terminal.folder, "broken.json"),
      JSON.stringify({ apiVersion: "v1", kind: "List", items }),
    );
    await applied(terminal, "broken.json");
    await everyPolicyAtWork(
      cluster,
      { ...kind, shownBy: [id], atWork: ({ code }) => code === 201 },
      demoImage,
    );
    const { result } = await runProbe(cluster.kubeconfig);
    const [vantage] = result.vantages;
    assert.ok(vantage);
    const found = judge(vantage, result.probes);
    for (const verdict of found) {
      const expected = verdict.policy === id ? "not-enforced" : verdicts[verdict.policy];
      if (verdictText(verdict) !== expected)
        lines.push(`${id} broken, ${verdict.policy}: expected ${expected}, found ${verdictText(verdict)}`);
    }
    await applied(terminal, "site.json");
    await everyPolicyAtWork(cluster, { ...kind, shownBy: [id] }, demoImage);
  }
  return lines;
}

async function applied(terminal: Terminal, file: string): Promise<void> {
  const { code, said, out } = await terminal.type(`kubectl apply --server-side -f ${file}`);
  assert.equal(code, 0, `${said}${out}`);
}

import assert from "node:assert/strict";
import { judge, type RunResult, readJUnit, writeJUnit } from "#results";
import { runProbe } from "../run-probe.ts";
import type { Expected } from "./expected.ts";

/** What a run under a fault came to. */
export interface Found {
  readonly result: RunResult;
  /** What could not be cleaned up. */
  readonly problems: readonly string[];
  readonly said: readonly string[];
  /** By policy: its verdict, or `inconclusive: reason`. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * A run in this process, judged after the result's journey through JUnit as the aggregator would.
 * @param wait seconds to wait for the namespace's end; tests look for leftovers once, after many runs
 */
export async function runUnder(
  kubeconfig: string,
  flags: Readonly<Record<string, unknown>> = {},
  wait = 0,
): Promise<Found> {
  const run = await runProbe(kubeconfig, flags, wait);
  const result = readJUnit(writeJUnit(run.result));
  return { ...run, result, cells: cellsOf(result) };
}

/** By policy: its verdict, or `inconclusive: reason`. */
export function cellsOf({ vantages: [vantage], probes }: RunResult): Record<string, string> {
  assert.ok(vantage);
  return Object.fromEntries(
    judge(vantage, probes).map(({ policy, verdict, reason }) => [
      policy,
      reason === undefined ? verdict : `${verdict}: ${reason}`,
    ]),
  );
}

/** Compares all 14 cells with the table, and shows all that differ at once. */
export function assertCells(found: Readonly<Record<string, string>>, expected: Expected): void {
  const allowed = Object.entries(expected).map(([policy, cell]) => {
    const chosen = cell.split(" | ").find((one) => one === found[policy]);
    return [policy, chosen ?? cell];
  });
  assert.deepEqual(found, Object.fromEntries(allowed));
}

import { levels, type Verdict } from "#results";
import type { Cell, Comparison } from "./comparison.ts";

/** Whether a site has a cell of the level or the verdict that no waiver in force covers. */
export function hasFinding({ sites }: Comparison, wanted: string): boolean {
  return sites.some(({ cells }) => cells.some((cell) => countedVerdicts(cell).some(isOf(wanted))));
}

/** How many cells would be findings by the levels and verdicts, were it not for waivers that are in force. */
export function waivedFindings({ sites }: Comparison, wanted: readonly string[]): number {
  const found = (verdict: Verdict) => wanted.some((name) => isOf(name)(verdict));
  return sites
    .flatMap(({ cells }) => cells)
    .filter((cell) => found(cell.verdict) && !countedVerdicts(cell).some(found)).length;
}

/**
 * The verdicts of a cell that count. A waiver leaves out what was agreed on, but never what could not be found out in
 * one of the namespaces.
 */
export function countedVerdicts({ verdict, flags, vantages }: Cell): readonly Verdict[] {
  if (!flags.includes("waived")) return [verdict];
  return vantages.map((vantage) => vantage.verdict).filter(isOf("undetermined"));
}

function isOf(wanted: string): (verdict: Verdict) => boolean {
  return (verdict) => verdict === wanted || levels[verdict] === wanted;
}

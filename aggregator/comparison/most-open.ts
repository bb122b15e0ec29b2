import { levels } from "#results";
import type { Cell, Site } from "./comparison.ts";
import { levelCounts } from "./summary.ts";

/** A site with how many of its policies are open. */
export interface OpenSite {
  readonly site: Site;
  readonly open: number;
  /** How many of them have a waiver in force. */
  readonly waived: number;
}

/**
 * The sites with the most open policies, most first; of those with equally many, the one with more gaps, then with more
 * that is not known. Sites without an open policy are left out.
 */
export function mostOpen(sites: readonly Site[]): OpenSite[] {
  return sites
    .filter(
      ({ result, cells }) => result !== undefined && cells.some((cell) => levels[cell.verdict] === "open"),
    )
    .map((site) => ({ site, counts: levelCounts(site.cells) }))
    .toSorted(
      ({ counts: a }, { counts: b }) => b.open - a.open || b.gaps - a.gaps || b.undetermined - a.undetermined,
    )
    .map(({ site, counts }) => ({ site, open: counts.open, waived: openWaived(site.cells) }));
}

/** How many of some cells are open with a waiver in force. */
export function openWaived(cells: readonly Cell[]): number {
  return cells.filter(({ verdict, flags }) => levels[verdict] === "open" && flags.includes("waived")).length;
}

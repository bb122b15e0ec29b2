import { levels } from "#results";
import type { Site } from "./comparison.ts";
import { levelCounts } from "./summary.ts";

/** A site with how many of its policies are open. */
export interface OpenSite {
  readonly site: Site;
  readonly open: number;
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
    .map(({ site, counts }) => ({ site, open: counts.open }));
}

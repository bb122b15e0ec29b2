import type { Level } from "#results";
import type { Site } from "../comparison.ts";
import { inOrder } from "../newest.ts";
import { levelsOf } from "./agreement.ts";

/** Sites with the same level at every policy. */
export interface EqualSites {
  /** In the order of the comparison; never empty. */
  readonly sites: readonly Site[];
  /** In the order of the policies. */
  readonly levels: readonly Level[];
}

/** The groups of equal sites, largest first. Names of sites have no influence on the order of the groups. */
export function equalSites(sites: readonly Site[]): EqualSites[] {
  return [...Map.groupBy(sites, (site) => levelsOf(site).join())]
    .toSorted(([a, own], [b, other]) => other.length - own.length || inOrder(a, b))
    .flatMap(([, own]) => (own[0] === undefined ? [] : [{ sites: own, levels: levelsOf(own[0]) }]));
}

/**
 * The groups in an order in which similar ones stand together: each is put where it adds least to the sum of the
 * differences between neighbours (cheapest insertion), the largest first. It begins at the end where less is enforced.
 */
export function bySimilarity(groups: readonly EqualSites[]): EqualSites[] {
  const path: EqualSites[] = [];
  for (const group of groups) {
    const steps = path.map((other) => unlike(group, other));
    let best = { at: 0, costs: steps[0] ?? 0 };
    for (let at = 1; at <= path.length; at += 1) {
      const [before, after] = [path[at - 1], path[at]];
      const gap = before === undefined || after === undefined ? 0 : unlike(before, after);
      const costs = (steps[at - 1] ?? 0) + (steps[at] ?? 0) - gap;
      if (costs < best.costs) best = { at, costs };
    }
    path.splice(best.at, 0, group);
  }
  const [first, last] = [path[0], path.at(-1)];
  const turned = first !== undefined && last !== undefined && enforced(first) > enforced(last);
  return turned ? path.reverse() : path;
}

/** At how many policies two groups have another level. */
function unlike({ levels: a }: EqualSites, { levels: b }: EqualSites): number {
  let count = 0;
  for (const [index, level] of a.entries()) if (level !== b[index]) count += 1;
  return count;
}

function enforced({ levels }: EqualSites): number {
  return levels.filter((level) => level === "enforced").length;
}

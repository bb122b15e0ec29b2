import { type Level, levels } from "#results";
import type { PolicyRow, Site } from "../comparison.ts";
import { levelCounts } from "../summary.ts";
import { decidedLevels } from "./separations.ts";

/** What sites have in common at a policy. */
export interface Agreement {
  readonly policy: string;
  /**
   * The level of all sites at which there is one; `differing` if there are several, `undetermined` if it can be told of
   * none, `none` if the policy applies at none.
   */
  readonly level: Level | "differing";
  /**
   * How many sites are of each level. What is agreed holds for all sites only if it can be told of each
   * and applies to each (`isToldOfAll`).
   */
  readonly counts: Readonly<Record<Level, number>>;
}

/** What the sites have in common, by policy. */
export function agreements(rows: readonly PolicyRow[], sites: readonly Site[]): Agreement[] {
  return rows.map(({ id }, index) => {
    const counts = levelCounts(sites.flatMap(({ cells }) => cells.slice(index, index + 1)));
    const [level, ...more] = decidedLevels.filter((one) => counts[one] > 0);
    const undecided = counts.undetermined > 0 ? "undetermined" : "none";
    return { policy: id, level: more.length > 0 ? "differing" : (level ?? undecided), counts };
  });
}

/** Whether each of the sites has a level at the policy: only then does what is agreed hold for all of them. */
export function isToldOfAll({ counts }: Agreement): boolean {
  return counts.undetermined === 0 && counts.none === 0;
}

/** At how many sites there is a level that says what they do about the policy. */
export function sitesTold({ counts }: Agreement): number {
  return decidedLevels.reduce((sum, level) => sum + counts[level], 0);
}

/** The levels of a site in the order of the policies. */
export function levelsOf({ cells }: Site): Level[] {
  return cells.map(({ verdict }) => levels[verdict]);
}

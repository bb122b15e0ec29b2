import { type Level, levels } from "#results";
import type { Cell } from "../comparison/comparison.ts";
import { levelOrder } from "../text/glyphs.ts";

/** The levels that are counted; what does not apply is left out. */
export type CountedLevel = Exclude<Level, "none">;

/** The levels that are counted, in the order in which they are shown. */
export const countedLevels: readonly CountedLevel[] = levelOrder.filter((level) => level !== "none");

/** A bar of the shares of the levels. */
export interface BarView {
  readonly of: number;
  /** From where, how far. */
  readonly parts: readonly { readonly level: CountedLevel; readonly from: number; readonly length: number }[];
}

/** How many cells are of each level that is counted. */
export type Counts = Readonly<Record<CountedLevel, number>>;

/** Counts cells by their level. */
export function countsOf(cells: readonly Pick<Cell, "verdict">[]): Counts {
  const counts = { open: 0, gaps: 0, undetermined: 0, enforced: 0 };
  for (const { verdict } of cells) {
    const level = levels[verdict];
    if (level !== "none") counts[level] += 1;
  }
  return counts;
}

/** The bar of these counts; undefined if nothing is counted. */
export function barView(counts: Counts): BarView | undefined {
  const of = countedLevels.reduce((sum, level) => sum + counts[level], 0);
  if (of === 0) return undefined;
  let from = 0;
  const parts = countedLevels
    .filter((level) => counts[level] > 0)
    .map((level) => {
      const part = { level, from, length: counts[level] };
      from += counts[level];
      return part;
    });
  return { of, parts };
}

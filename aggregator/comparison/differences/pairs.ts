import { decidedLevels, isDecided } from "./separations.ts";
import type { EqualSites } from "./similarity.ts";

/** Two sites, or two groups of equal sites, side by side. */
export interface Pair {
  /** Places in the list of those that are compared; `a` is the later one. */
  readonly a: number;
  readonly b: number;
  /** Places of the policies at which both have a level, and that of `a` is the better one. */
  readonly better: readonly number[];
  /** The same for `b`. */
  readonly worse: readonly number[];
  /** At how many policies both have a level. */
  readonly comparable: number;
}

/** Every two of them, once. */
export function pairsOf(compared: readonly EqualSites[]): Pair[] {
  return compared.flatMap((first, a) =>
    compared.slice(0, a).map((second, b) => ({ a, b, ...sideBySide(first, second) })),
  );
}

function sideBySide(
  { levels: own }: EqualSites,
  { levels: others }: EqualSites,
): Pick<Pair, "better" | "worse" | "comparable"> {
  const both = own.flatMap((level, place) => {
    const other = others[place];
    if (!isDecided(level) || !isDecided(other)) return [];
    return [{ place, ahead: decidedLevels.indexOf(level) - decidedLevels.indexOf(other) }];
  });
  return {
    better: both.filter(({ ahead }) => ahead > 0).map(({ place }) => place),
    worse: both.filter(({ ahead }) => ahead < 0).map(({ place }) => place),
    comparable: both.length,
  };
}

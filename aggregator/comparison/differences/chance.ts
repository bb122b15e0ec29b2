/**
 * How likely a fact fits levels that have nothing to do with it: the share of all ways to deal out the same levels to
 * the same sites in which so few sites would be exceptions. An exception is a site that has not the level which most
 * sites with its value have. Exact for few exceptions, after the multivariate hypergeometric distribution; for many,
 * and where it is below one in a million, a number that is not below it.
 * @param sizes how many sites have each value of the fact
 * @param totals how many sites have each of the three levels; their sum is that of the sizes
 * @param most how many exceptions there are
 * @returns the probability of at most 0, 1, … `most` exceptions
 */
export function chanceOf(sizes: readonly number[], totals: Numbers, most: number): readonly number[] {
  const quick = upTo(most).map((odd) => Math.min(1, upperBound(sizes.length, totals, odd)));
  const enough = most > mostExact || quick.every((bound) => bound < negligible);
  return enough ? quick : exactChance(sizes, totals, most);
}

/** With more exceptions than this there are so many sites that the bound is small enough. */
const mostExact = 2;
const negligible = 1e-6;

function upTo(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, odd) => odd);
}

/** Each value may stand for any level, and any sites may be the exceptions: what counts some ways twice. */
function upperBound(values: number, totals: Numbers, most: number): number {
  const kinds = totals.filter((total) => total > 0).length;
  const all = totals[0] + totals[1] + totals[2];
  const waysOfAll = logChoose(all, totals[0]) + logChoose(all - totals[0], totals[1]);
  const ways = upTo(Math.min(most, all)).map(
    (odd) => values * Math.log(kinds) + logChoose(all, odd) + odd * Math.log(Math.max(1, kinds - 1)),
  );
  return ways.reduce((sum, logarithm) => sum + Math.exp(logarithm - waysOfAll), 0);
}

function exactChance(sizes: readonly number[], totals: Numbers, most: number): readonly number[] {
  let states: State[] = [{ left: totals, exceptions: 0, probability: 1 }];
  // always the same sums, whatever the order of the values
  for (const size of sizes.toSorted((a, b) => b - a))
    states = merged(states.flatMap((state) => dealt(state, size, most)));
  return upTo(most).map((odd) =>
    states
      .filter(({ exceptions }) => exceptions <= odd)
      .reduce((sum, { probability }) => sum + probability, 0),
  );
}

/** One number for each level. */
type Numbers = readonly [enforced: number, gaps: number, open: number];

/** What is left to deal out after some of the values, and how it came to be. */
interface State {
  readonly left: Numbers;
  readonly exceptions: number;
  readonly probability: number;
}

function dealt({ left, exceptions, probability }: State, size: number, most: number): State[] {
  const all = left[0] + left[1] + left[2];
  return hands(size, most - exceptions).flatMap(({ hand, odd }): State[] => {
    const rest: Numbers = [left[0] - hand[0], left[1] - hand[1], left[2] - hand[2]];
    if (rest.some((count) => count < 0)) return [];
    const ways = logChoose(left[0], hand[0]) + logChoose(left[1], hand[1]) + logChoose(left[2], hand[2]);
    const share = Math.exp(ways - logChoose(all, size));
    return [{ left: rest, exceptions: exceptions + odd, probability: probability * share }];
  });
}

/** The ways in which the sites of a value can have levels, with few enough exceptions; each once. */
function hands(size: number, most: number): { readonly hand: Numbers; readonly odd: number }[] {
  const found = new Map<string, { readonly hand: Numbers; readonly odd: number }>();
  for (let odd = 0; odd <= Math.min(most, size - 1); odd += 1)
    for (let one = 0; one <= odd; one += 1) {
      const [rule, other] = [size - odd, odd - one];
      if (rule < Math.max(one, other)) continue;
      const three: readonly Numbers[] = [
        [rule, one, other],
        [one, rule, other],
        [one, other, rule],
      ];
      for (const hand of three) found.set(hand.join(), { hand, odd });
    }
  return [...found.values()];
}

/** States from which the same follows, as one. */
function merged(states: readonly State[]): State[] {
  const found = new Map<string, State>();
  for (const state of states) {
    const key = `${state.left.join()},${state.exceptions}`;
    const same = found.get(key)?.probability ?? 0;
    found.set(key, { ...state, probability: same + state.probability });
  }
  return [...found.values()];
}

/** Logarithms of the factorials, as far as they were asked for. */
const logFactorials = [0];

function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1)
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[n] ?? 0;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

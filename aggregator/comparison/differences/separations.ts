import type { Level } from "#results";
import { chanceOf } from "./chance.ts";
import type { FactName, SiteFact } from "./site-facts.ts";

/** A level that says what a site does about a policy. */
export type DecidedLevel = Exclude<Level, "undetermined" | "none">;

/** The levels by which sites are told apart, worst first. */
export const decidedLevels: readonly DecidedLevel[] = ["open", "gaps", "enforced"];

/** Whether a level says what a site does. */
export function isDecided(level: Level | undefined): level is DecidedLevel {
  return level === "enforced" || level === "gaps" || level === "open";
}

/** The sites that share a value of a fact. */
export interface FactValue {
  readonly value: string;
  /** What most of them do. */
  readonly level: DecidedLevel;
  readonly sites: number;
  /** Those of them that do otherwise, by their place in the list of sites. */
  readonly exceptions: readonly { readonly place: number; readonly level: DecidedLevel }[];
}

/** A fact that separates sites by what they do about a policy. It does not say that one follows from the other. */
export interface Separation {
  readonly fact: FactName;
  /** Those of the most sites first. */
  readonly values: readonly FactValue[];
  /** Sites that are exceptions. */
  readonly exceptions: number;
  /** Sites with a level at which the fact is not known. */
  readonly unknown: number;
  /** The probability that a fact with as many sites for each value fits as well by chance. */
  readonly chance: number;
}

/**
 * With fewer sites no fact is named: levels dealt out at random fit any fact too often (at six, in 1 of 15 cases at the
 * least). Nothing is cut off by it; it follows from `mostByChance`.
 */
export const fewestSites = 7;
/** By chance, one of a policy's facts may fit as well in one case of twenty. */
export const mostByChance = 0.05;
/** So many sites may be exceptions, */
const fewExceptions = 2;
/** or, of many sites, so large a part. */
const smallPart = 1 / 20;
/** A fact must be known at so large a part of the sites. */
const leastKnown = 3 / 4;
/** Of the sites that do not what most do, so large a part may be exceptions. */
const mostUnexplained = 1 / 4;
/** A level must be told by so many sites: one alone is an anecdote. */
const fewestOfLevel = 2;
/** A fact with more values than this cannot be told in a sentence. */
const mostValues = 16;
/** A fact with so many times the exceptions of the best one is said to separate nearly as well. */
const nearly = 1.5;

/**
 * The facts that separate sites by their level at a policy. A fact separates if all sites with the same value have the
 * same level, or all but one or two, or of more than forty sites all but one in twenty. Much separates a few sites by
 * chance, so a fact is named only if
 *
 * 1. it is known at three quarters of the sites with a level, and has no more values than half as many as these;
 * 2. every level that it tells, it tells of two sites or more;
 * 3. exceptions are at most a quarter of the sites that have another level than most (lambda of Goodman and Kruskal
 *    is at least 0.75): a fact that fits only because nearly all sites are alike explains nothing;
 * 4. levels dealt out at random would fit as well in at most 5 of 100 cases: to this fact (`chanceOf`), and summed over
 *    all facts that are looked at, those that split sites alike counting once. So however many facts there are, at most
 *    one policy in twenty is explained by chance. Below `fewestSites` nothing passes.
 *
 * Measured with 18 random facts and random levels, it is at most one policy in forty: at 7, 14 and 50 sites by each
 * `npm test`, at ten numbers from 2 to 50 by `npm run test:long` (test/aggregator/differences.test.ts).
 *
 * Only facts with the fewest exceptions are named. Where one of them passes, the others that separate as well (or with
 * at most half as many exceptions more) and pass 4 for themselves are named with it: these sites do not tell them
 * apart. Fewest exceptions first, then least probable by chance.
 *
 * @param levels the level of each site, in the order of the facts' values
 */
export function separationsOf(levels: readonly Level[], facts: readonly SiteFact[]): Separation[] {
  const testable = facts.flatMap((fact) => {
    const split = splitOf(levels, fact);
    return split === undefined ? [] : [split];
  });
  const candidates = testable.filter(fits);
  if (candidates.length === 0) return [];
  const different = new Map(testable.map((split) => [split.signature, split]));
  const tables = new Map([...different].map(([signature, { table }]) => [signature, table()]));
  const rated = candidates
    .map((split) => ({ ...split, chance: tables.get(split.signature)?.[split.exceptions] ?? 1 }))
    .filter(({ chance }) => chance <= mostByChance)
    .toSorted((a, b) => a.exceptions - b.exceptions || a.chance - b.chance);
  const fewest = Math.min(...rated.map(({ exceptions }) => exceptions));
  const passes = rated.some(
    ({ exceptions, chance }) =>
      exceptions === fewest && expectedByChance(chance, [...tables.values()]) <= mostByChance,
  );
  if (!passes) return [];
  return rated
    .filter(({ exceptions }) => exceptions <= fewest * nearly)
    .map(({ fact, values, exceptions, unknown, chance }) => ({ fact, values, exceptions, unknown, chance }));
}

/** How many of the facts are to be expected to fit by chance as well as one with this probability. */
function expectedByChance(chance: number, tables: readonly (readonly number[])[]): number {
  return tables.reduce(
    (sum, table) => sum + Math.max(0, ...table.filter((other) => other <= chance * (1 + rounding))),
    0,
  );
}

/** Sums of the same terms in another order differ by this. */
const rounding = 1e-9;

/** A fact's values with what their sites do. */
interface Split {
  readonly fact: FactName;
  readonly values: readonly FactValue[];
  readonly exceptions: number;
  /** How many may be. */
  readonly most: number;
  readonly unknown: number;
  /** How many sites would be exceptions if nothing were known but what most sites do. */
  readonly unexplained: number;
  /** The same for facts that split the sites alike. */
  readonly signature: string;
  readonly table: () => readonly number[];
}

function splitOf(levels: readonly Level[], { name, values }: SiteFact): Split | undefined {
  const places = levels.flatMap((level, place) => (isDecided(level) ? [{ level, place }] : []));
  const known = places.filter(({ place }) => values[place] !== undefined);
  const byValue = Map.groupBy(known, ({ place }) => values[place] ?? "");
  if (known.length < places.length * leastKnown) return undefined;
  if (byValue.size < 2 || byValue.size > mostValues || byValue.size > known.length / 2) return undefined;
  const count = (wanted: DecidedLevel) => known.filter(({ level }) => level === wanted).length;
  const totals = [count("enforced"), count("gaps"), count("open")] as const;
  const found = [...byValue].map(([value, own]): FactValue => {
    const level = mostFrequent(own.map((one) => one.level));
    const exceptions = own.filter((one) => one.level !== level);
    return { value, level, sites: own.length, exceptions };
  });
  const most = Math.max(fewExceptions, Math.floor(known.length * smallPart));
  const numbers = new Map([...byValue.keys()].map((value, index) => [value, index]));
  return {
    fact: name,
    values: found.toSorted((a, b) => b.sites - a.sites || (a.value < b.value ? -1 : 1)),
    exceptions: found.reduce((sum, { exceptions }) => sum + exceptions.length, 0),
    most,
    unknown: places.length - known.length,
    unexplained: known.length - Math.max(...totals),
    signature: places
      .map(({ place }) => values[place])
      .map((value) => (value === undefined ? "" : numbers.get(value)))
      .join(),
    table: () =>
      chanceOf(
        [...byValue.values()].map((own) => own.length),
        totals,
        most,
      ),
  };
}

function mostFrequent(found: readonly DecidedLevel[]): DecidedLevel {
  const counts = decidedLevels.map((level) => ({
    level,
    count: found.filter((other) => other === level).length,
  }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).level;
}

function fits({ values, exceptions, most, unexplained }: Split): boolean {
  const told = Map.groupBy(values, ({ level }) => level);
  return (
    exceptions <= most &&
    exceptions <= unexplained * mostUnexplained &&
    told.size > 1 &&
    [...told.values()].every((own) => own.reduce((sum, { sites }) => sum + sites, 0) >= fewestOfLevel)
  );
}

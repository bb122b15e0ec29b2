import { type Level, levels, type Verdict } from "#results";
import { incomparabilities, isDetermined, isSameRun, type Side } from "./change.ts";
import type { RoundSite } from "./round.ts";

/** So many rounds make a history, this report's included. */
export const mostRounds = 12;

/** What a report of some round has about a site: a run, or nothing. */
export interface SiteRound {
  /** End of the run; of a round without one, the time of its report. */
  readonly time: string;
  readonly site?: RoundSite;
  readonly judgedBy: string;
}

/** One verdict of a cell's history. */
export interface PastVerdict {
  /** ISO 8601. */
  readonly time: string;
  readonly verdict: Verdict;
  /** It is of another level than the one before, and tested or judged in another way. */
  readonly otherwise?: true;
}

/** How many policies were of each level in one round. */
export interface PastLevels {
  readonly time: string;
  readonly levels: Readonly<Record<Level, number>>;
}

/**
 * The rounds of a site, oldest first: from the first in which it is; a run that was only reported again stands once,
 * as it was judged last.
 */
export function distinctRounds(rounds: readonly SiteRound[]): SiteRound[] {
  const first = rounds.findIndex(({ site }) => site !== undefined);
  if (first < 0) return [];
  const own = rounds.slice(first);
  return own.filter(({ site }, index) => {
    const next = own.slice(index + 1).find((later) => later.site !== undefined);
    return site === undefined || next?.site === undefined || !isSameRun(site, next.site);
  });
}

/** The verdicts about a policy, oldest first. */
export function historyOf(policy: string, rounds: readonly SiteRound[]): PastVerdict[] {
  let last: Side | undefined;
  return rounds.map(({ time, site, judgedBy }) => {
    const cell = site?.cells.get(policy);
    if (site === undefined || cell === undefined) return { time, verdict: "missing" };
    const { verdict } = cell;
    if (!isDetermined(verdict)) return { time, verdict };
    const side: Side = { site, cell, judgedBy };
    const otherwise =
      last !== undefined &&
      levels[last.cell.verdict] !== levels[verdict] &&
      incomparabilities(last, side).length > 0;
    last = side;
    return { time, verdict, ...(otherwise && { otherwise }) };
  });
}

/** How many of the policies were of each level, oldest first. */
export function levelHistory(policies: readonly string[], rounds: readonly SiteRound[]): PastLevels[] {
  return rounds.map(({ time, site }) => {
    const counts = { enforced: 0, gaps: 0, open: 0, undetermined: 0, none: 0 };
    for (const policy of policies) counts[levels[site?.cells.get(policy)?.verdict ?? "missing"]] += 1;
    return { time, levels: counts };
  });
}

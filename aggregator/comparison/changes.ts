import { type Change, changeKinds, changeOf, isDetermined, isSameRun, type Side } from "./change.ts";
import type { Cell, Comparison, Rounds, Site, SitePast, Span, Standing } from "./comparison.ts";
import { distinctRounds, historyOf, levelHistory, type SiteRound } from "./history.ts";
import { addressOf, indexOf, type RoundIndex } from "./match-site.ts";
import { type DatedRound, orderRounds } from "./order-rounds.ts";
import { ownRoundSite } from "./own-round.ts";
import type { Round, RoundSite } from "./round.ts";
import { RoundError } from "./round-error.ts";

/** A site of this report in the earlier rounds. */
interface Traced {
  readonly site: Site;
  /** Absent without a result. */
  readonly now?: RoundSite;
  /** What each earlier round has of it, in their order. */
  readonly found: readonly (RoundSite | "unsure" | undefined)[];
}

/**
 * The comparison with what became of each cell since earlier rounds. The last round of a site is the last one that has
 * a result of it.
 * @param given in any order; without any the comparison stays as it is
 * @throws RoundError if every site that is in the last round, too, has an older run in this report
 */
export function withRounds(comparison: Comparison, given: readonly Round[]): Comparison {
  if (given.length === 0) return comparison;
  const { rounds, unused } = orderRounds(given);
  const { profile } = comparison;
  const indices = rounds.map(indexOf);
  const traced = comparison.sites.map((site) => trace(site, ownRoundSite(site, profile), indices));
  assertEarlier(traced, rounds);
  const judgedBy = `${profile.id} ${profile.version}`;
  const sites = traced.map((one) => withPast(one, rounds, judgedBy, profile.policies));
  const earlier = rounds.map(({ file, sha256, time, profile: by, sites: there }) => ({
    file,
    sha256,
    time,
    profile: by,
    sites: there.size,
  }));
  const known = new Set(traced.flatMap(({ found }) => found.at(-1) ?? []));
  const unsure = new Set(
    traced.flatMap(({ now, found }) => (now && found.at(-1) === "unsure" ? [addressOf(now.id)] : [])),
  );
  const gone = [...(rounds.at(-1)?.sites.values() ?? [])]
    .filter((site) => !known.has(site) && !unsure.has(addressOf(site.id)))
    .map(({ id, name }) => ({ id, name }));
  const span = spanOf([...(rounds.at(-1)?.sites.values() ?? [])].map(({ time }) => time));
  return {
    ...comparison,
    sites,
    rounds: { ...(span && { span }), earlier, unused, ...numbersOf(sites), gone },
  };
}

/** From the oldest to the newest of some times, ISO 8601; undefined without any. */
export function spanOf(times: readonly string[]): Span | undefined {
  const sorted = times.toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const [from] = sorted;
  const to = sorted.at(-1);
  return from === undefined || to === undefined ? undefined : { from, to };
}

function trace(site: Site, now: RoundSite | undefined, indices: readonly RoundIndex[]): Traced {
  return now === undefined
    ? { site, found: [] }
    : { site, now, found: indices.map((index) => index.find(now)) };
}

/** Who gives the later report as the earlier one would get every regression as an improvement. */
function assertEarlier(traced: readonly Traced[], rounds: readonly DatedRound[]): void {
  const last = rounds.at(-1);
  const both = traced.flatMap(({ now, found }) => {
    const before = found.at(-1);
    return now === undefined || before === undefined || before === "unsure" ? [] : [{ before, now }];
  });
  const later = both.every(({ before, now }) => Date.parse(now.time) < Date.parse(before.time));
  if (last !== undefined && both.length > 0 && later)
    throw new RoundError({ kind: "newer", time: last.time }, last.file);
}

function withPast(
  { site, now, found }: Traced,
  rounds: readonly DatedRound[],
  judgedBy: string,
  policies: readonly string[],
): Site {
  if (now === undefined) return site;
  const past = rounds.map(({ time, profile }, index): SiteRound => {
    const there = found[index];
    return there === undefined || there === "unsure"
      ? { time, judgedBy: profile }
      : { time: there.time, site: there, judgedBy: profile };
  });
  const own = distinctRounds([...past, { time: now.time, site: now, judgedBy }]);
  const runs = past.filter(isRun);
  const before = runs.at(-1);
  const cells = site.cells.map((cell): Cell => {
    const change = changeIn(cell.policy, runs, { time: now.time, site: now, judgedBy });
    return { ...cell, history: historyOf(cell.policy, own), ...(change && { change }) };
  });
  const place: SitePast = {
    standing: standingOf(now, before?.site, found),
    ...(before && { since: before.time }),
    levels: levelHistory(policies, own),
  };
  return { ...site, cells, past: place };
}

/** A round that has a run of the site. */
type SiteRun = SiteRound & { readonly site: RoundSite };

function isRun(round: SiteRound): round is SiteRun {
  return round.site !== undefined;
}

function standingOf(now: RoundSite, before: RoundSite | undefined, found: Traced["found"]): Standing {
  if (before === undefined) return found.includes("unsure") ? "not-assignable" : "new";
  if (isSameRun(before, now)) return "same-run";
  if (Date.parse(now.time) < Date.parse(before.time)) return "older-run";
  return found.at(-1) === before ? "compared" : "back";
}

/**
 * What became of a cell since the site's last round. Where nothing could be determined then, a round before it may
 * show that the cell got worse: else one failed run in between would hide it.
 */
function changeIn(policy: string, runs: readonly SiteRun[], now: SiteRun): Change | undefined {
  const sideOf = ({ site, judgedBy }: SiteRun): Side => ({
    site,
    judgedBy,
    cell: site.cells.get(policy) ?? { verdict: "missing" },
  });
  const own = sideOf(now);
  const sides = runs.map(sideOf);
  const before = sides.at(-1);
  if (before === undefined) return undefined;
  const change = changeOf(before, own);
  if (change?.kind !== "newly-tested") return change;
  const determined = sides.findLast(({ cell }) => isDetermined(cell.verdict));
  const since = determined && changeOf(determined, own);
  const worse = since?.kind === "regressed" || since?.direction === "worse";
  return since !== undefined && worse ? { ...since, earlier: true } : change;
}

/** How many cells of the sites changed, and how. */
export function numbersOf(
  sites: readonly Site[],
): Pick<Rounds, "counts" | "incomparablyWorse" | "unchanged"> {
  const tested = sites.filter(({ past }) => past?.standing === "compared" || past?.standing === "back");
  const changes = sites.flatMap(({ cells }) => cells.flatMap(({ change }) => change ?? []));
  const counts = Object.fromEntries(
    changeKinds.map((kind) => [kind, changes.filter((change) => change.kind === kind).length]),
  ) as Rounds["counts"];
  return {
    counts,
    incomparablyWorse: changes.filter(({ direction }) => direction === "worse").length,
    unchanged: tested.flatMap(({ cells }) => cells).filter(({ change }) => change === undefined).length,
  };
}

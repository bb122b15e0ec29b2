import { numbersOf, spanOf } from "../comparison/changes.ts";
import type { Cell, Comparison, PolicyRow, Rounds, Share, Site } from "../comparison/comparison.ts";
import { differencesOf } from "../comparison/differences.ts";
import { shareOf, summaryOf } from "../comparison/summary.ts";
import type { Release } from "./release.ts";

/** With fewer other sites, a number would say how it is with one of them. */
export const fewestOthers = 3;

/**
 * The comparison as one site may have it: everything about itself, and of the others nothing but how many of them
 * enforce a policy. Every field is named here, so that nothing comes along that nobody thought of.
 */
export function forSite(comparison: Comparison, site: Site, release: Release): Comparison {
  const { tool, profile, now, newest, waivers, rounds } = comparison;
  const others = comparison.sites.filter(({ id, result }) => id !== site.id && result !== undefined);
  const rows = comparison.rows.map((row) => ownRow(row, site, others));
  const finished = site.result?.run.finished;
  // the time of the report is that of the newest result unless it was given, and that may be another site's
  const isGiven = now !== newest;
  const time = isGiven ? now : finished;
  const own = isGiven ? site : unaged(site);
  const further = new Set(site.furtherCells.map(({ policy }) => policy));
  return {
    release,
    tool,
    profile,
    ...(time !== undefined && { now: time }),
    ...(finished !== undefined && { newest: finished, oldest: finished }),
    sites: [own],
    rows,
    furtherRows: comparison.furtherRows
      .filter(({ id }) => further.has(id))
      .map((row) => ownRow(row, site, [])),
    furtherLeftOut: leftOut(comparison, site),
    summary: summaryOf(rows, [own]),
    differences: differencesOf(rows, [own]),
    unheard: [],
    ...(waivers && { waivers: waivers.filter(({ siteId }) => siteId === site.id) }),
    ...(rounds && { rounds: ownRounds(rounds, own) }),
  };
}

/** By the time of another site's result, nothing is old for this one: else its age would tell when that was. */
function unaged({ ageDays, notes, cells, furtherCells, ...site }: Site): Site {
  const unflagged = (cell: Cell): Cell => ({ ...cell, flags: cell.flags.filter((flag) => flag !== "stale") });
  return {
    ...site,
    ...(ageDays !== undefined && { ageDays: 0 }),
    notes: notes.filter(({ kind }) => kind !== "stale"),
    cells: cells.map(unflagged),
    furtherCells: furtherCells.map(unflagged),
  };
}

/** Which earlier reports this one was held against, and what became of this site since. */
function ownRounds({ earlier }: Rounds, site: Site): Rounds {
  const span = spanOf(site.past?.since === undefined ? [] : [site.past.since]);
  return {
    ...(span && { span }),
    earlier: earlier.map(({ sites: _, ...round }) => round),
    unused: [],
    ...numbersOf([site]),
    gone: [],
  };
}

function ownRow({ id, policy }: PolicyRow, site: Site, others: readonly Site[]): PolicyRow {
  const elsewhere = othersShare(id, others);
  return {
    id,
    ...(policy && { policy }),
    enforced: shareOf(cellsOf(id, site)),
    ...(elsewhere.of >= fewestOthers && { others: elsewhere }),
  };
}

function othersShare(policy: string, others: readonly Site[]): Share {
  return shareOf(others.flatMap((site) => cellsOf(policy, site)));
}

function cellsOf(policy: string, { cells, furtherCells }: Site): Cell[] {
  return [...cells, ...furtherCells].filter((cell) => cell.policy === policy);
}

/** How many policies that the profile does not know are in this site's result and not shown. */
function leftOut({ profile, furtherRows }: Comparison, { result }: Site): number {
  const shown = new Set<string>([...profile.policies, ...furtherRows.map(({ id }) => id)]);
  return new Set(result?.probes.map(({ policy }) => policy).filter((id) => !shown.has(id))).size;
}

import type { Cell, Comparison, PolicyRow, Share, Site } from "../comparison/comparison.ts";
import { shareOf, summaryOf } from "../comparison/summary.ts";
import type { Release } from "./release.ts";

/** With fewer other sites, a number would say how it is with one of them. */
export const fewestOthers = 3;

/**
 * The comparison as one site may have it: everything about itself, and of the others nothing but how many of them
 * enforce a policy. Every field is named here, so that nothing comes along that nobody thought of.
 */
export function forSite(comparison: Comparison, site: Site, release: Release): Comparison {
  const { tool, profile, now, newest } = comparison;
  const others = comparison.sites.filter(({ id, result }) => id !== site.id && result !== undefined);
  const rows = comparison.rows.map((row) => ownRow(row, site, others));
  const finished = site.result?.run.finished;
  // the time of the report is that of the newest result unless it was given, and that may be another site's
  const time = now === newest ? finished : now;
  const further = new Set(site.furtherCells.map(({ policy }) => policy));
  return {
    release,
    tool,
    profile,
    ...(time !== undefined && { now: time }),
    ...(finished !== undefined && { newest: finished, oldest: finished }),
    sites: [site],
    rows,
    furtherRows: comparison.furtherRows
      .filter(({ id }) => further.has(id))
      .map((row) => ownRow(row, site, [])),
    furtherLeftOut: leftOut(comparison, site),
    summary: summaryOf(rows, [site]),
    unheard: [],
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

import { type Level, levels, type Verdict, verdicts } from "#results";
import type { Cell, Deviation, PolicyRow, Share, Site, Summary } from "./comparison.ts";
import { inOrder } from "./newest.ts";

/** How many of the cells that apply are enforced. */
export function shareOf(cells: readonly Cell[]): Share {
  const applicable = cells.filter(({ verdict }) => levels[verdict] !== "none");
  return {
    count: applicable.filter(({ verdict }) => levels[verdict] === "enforced").length,
    of: applicable.length,
  };
}

/** How many cells are of each level. */
export function levelCounts(cells: readonly Cell[]): Readonly<Record<Level, number>> {
  const count = (wanted: Level) => cells.filter(({ verdict }) => levels[verdict] === wanted).length;
  return {
    enforced: count("enforced"),
    gaps: count("gaps"),
    open: count("open"),
    undetermined: count("undetermined"),
    none: count("none"),
  };
}

/** The numbers of all cells of sites with a result, and where these deviate, worst first. */
export function summaryOf(rows: readonly PolicyRow[], all: readonly Site[]): Summary {
  const sites = all.filter(({ result }) => result !== undefined);
  const verdictsFound = sites.flatMap(({ cells }) => cells.map(({ verdict }) => verdict));
  const count = (wanted: Verdict) => verdictsFound.filter((verdict) => verdict === wanted).length;
  const uniform = uniformSites(sites);
  return {
    sites: sites.length,
    namespaces: {
      count: sites.reduce((sum, { namespaces }) => sum + namespaces.count, 0),
      of: sites.reduce((sum, { namespaces }) => sum + namespaces.of, 0),
    },
    cells: verdictsFound.length,
    levels: levelCounts(sites.flatMap(({ cells }) => cells)),
    verdicts: {
      "not-enforced": count("not-enforced"),
      "warned-only": count("warned-only"),
      "partly-enforced": count("partly-enforced"),
      inconclusive: count("inconclusive"),
      "over-blocking": count("over-blocking"),
      "enforced-looser": count("enforced-looser"),
      enforced: count("enforced"),
      "enforced-stricter": count("enforced-stricter"),
      "not-applicable": count("not-applicable"),
      missing: count("missing"),
    },
    deviations: rows
      .map((row, index) => deviationOf(row, index, sites))
      .filter(({ byVerdict }) => byVerdict.length > 0)
      .toSorted((a, b) => b.open - a.open || gravity(b) - gravity(a) || inOrder(a.row.id, b.row.id)),
    uniform,
  };
}

function uniformSites(sites: readonly Site[]): Summary["uniform"] {
  const alike = sites.flatMap((site) => {
    const found = new Set(
      site.cells.map(({ verdict }) => verdict).filter((verdict) => levels[verdict] !== "none"),
    );
    const [verdict, ...others] = found;
    const one = site.cells.length > 1 && verdict !== undefined && others.length === 0;
    return one && isDeviation(verdict) ? [{ site, verdict }] : [];
  });
  return alike.toSorted((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
}

/** A deviation is a cell that is neither enforced nor without meaning. */
export function isDeviation(verdict: Verdict): boolean {
  return levels[verdict] !== "enforced" && levels[verdict] !== "none";
}

function deviationOf(row: PolicyRow, index: number, sites: readonly Site[]): Deviation {
  const groups = Map.groupBy(sites, ({ cells }) => cells[index]?.verdict ?? "missing");
  const byVerdict = verdicts
    .filter(isDeviation)
    .map((verdict) => ({ verdict, sites: groups.get(verdict) ?? [] }))
    .filter((group) => group.sites.length > 0);
  const open = sitesOf(byVerdict, "open");
  return { row, byVerdict, open };
}

function sitesOf(groups: Deviation["byVerdict"], level: Level): number {
  return groups
    .filter(({ verdict }) => levels[verdict] === level)
    .reduce((sum, { sites }) => sum + sites.length, 0);
}

/** Among rows with equally many open cells, gaps come before what is not known. */
function gravity({ byVerdict }: Deviation): number {
  return sitesOf(byVerdict, "gaps") * gapsBeforeUnknown + sitesOf(byVerdict, "undetermined");
}

const gapsBeforeUnknown = 1000;

import type { Comparison, Site } from "../comparison/comparison.ts";
import { shortId } from "../comparison/name-sites.ts";
import type { DemandingSites, Knowledge, SupplierComparison } from "./demands.ts";
import { demandsOf, isDemanding } from "./demands-of.ts";
import type { Release } from "./release.ts";

/**
 * What suppliers may have of a comparison.
 * @param chosen the sites to speak of; undefined for all, also those of the list that sent nothing
 */
export function forSuppliers(
  { tool, profile, sites: all, rows, unheard }: Comparison,
  chosen: readonly Site[] | undefined,
  release: Release,
): SupplierComparison {
  // an archive that nobody can read is of no site that anybody knows
  const sites = (chosen ?? all).filter(({ result, name }) => result !== undefined || name !== undefined);
  const silent = chosen === undefined ? unheard.map(({ name }) => name) : [];
  const days = sites
    .flatMap(({ result }) => (result ? [result.run.finished.slice(0, dayLength)] : []))
    .sort();
  const [oldest] = days;
  const newest = days.at(-1);
  const found = sites.map((site) => ({
    name: site.name ?? site.id.slice(0, shortId),
    ...demandsOf(site, profile),
  }));
  const groups = Map.groupBy(
    found.filter(({ demands }) => isDemanding(demands)),
    ({ demands, knowledge }) => JSON.stringify([knowledge, demands]),
  );
  const without = (wanted: Knowledge) =>
    found
      .filter(({ demands, knowledge }) => knowledge === wanted && !isDemanding(demands))
      .map(({ name }) => name);
  return {
    release,
    tool,
    profile,
    ...(newest !== undefined && oldest !== undefined && { newest, oldest }),
    count: found.length + silent.length,
    policies: rows.map(({ id, policy }) => ({ id, ...(policy && { policy }) })),
    demanding: [...groups.values()].flatMap(([first, ...more]): DemandingSites[] =>
      first === undefined
        ? []
        : [
            {
              sites: [first, ...more].map(({ name }) => name),
              knowledge: first.knowledge,
              demands: first.demands,
            },
          ],
    ),
    without: { none: [...without("none"), ...silent], part: without("part"), whole: without("whole") },
  };
}

/** Of an ISO 8601 date. */
const dayLength = 10;

import type { Site } from "./comparison.ts";
import { inOrder } from "./newest.ts";

/** By what sites can be put together. */
export const groupings = ["group", "engine", "distribution", "none"] as const;

/** By what sites are put together: the groups of the list of sites, the engines that refuse, or the distribution. */
export type Grouping = (typeof groupings)[number];

/** What tells sites apart beside their verdicts. */
export interface Traits {
  /** Of the list of sites. */
  readonly group: string | undefined;
  /** The engines that refused anything, by their ids; empty if none did. */
  readonly engines: readonly string[];
  readonly distribution: string | undefined;
  /** Kubernetes' version without its patch level, e.g. `1.35`. */
  readonly minor: string | undefined;
}

/** Sites that belong together; undefined without a value where none is known. */
export interface SiteGroup {
  /** What they have in common; several engines may refuse at one site. */
  readonly values: readonly string[];
  /** Of archives without a result nothing is known. */
  readonly withResult: boolean;
  readonly sites: readonly Site[];
}

/** What tells a site apart beside its verdicts, as far as its result says it. */
export function traitsOf({ group, cells, result }: Site): Traits {
  const engines = cells.flatMap(({ vantages }) => vantages.flatMap((vantage) => vantage.engines));
  const { distribution, kubernetesVersion } = result?.site ?? {};
  const version = kubernetesVersion && "value" in kubernetesVersion ? kubernetesVersion.value : "";
  return {
    group,
    engines: [...new Set(engines)].sort(inOrder),
    distribution: distribution && "value" in distribution ? distribution.value : undefined,
    minor: /^v?(\d+\.\d+)/.exec(version)?.[1],
  };
}

/**
 * By what the sites are put together if nobody said so: their own groups, else the engines that refuse; not at all
 * where that would only give every site a heading of its own, or all of them one.
 */
export function usualGrouping(sites: readonly Site[]): Grouping {
  if (sites.some(({ group }) => group !== undefined)) return "group";
  const groups = groupsOf(sites, "engine").filter(({ withResult }) => withResult);
  const several = groups.length > 1 && groups.some((group) => group.sites.length > 1);
  return several ? "engine" : "none";
}

/** The sites in groups: known values in order, then sites without any, then archives without a result. */
export function groupsOf(sites: readonly Site[], by: Grouping): SiteGroup[] {
  if (by === "none") return [];
  const keyOf = (site: Site): string => JSON.stringify([site.result !== undefined, valuesOf(site, by)]);
  const groups = [...Map.groupBy(sites, keyOf).values()].flatMap((found): SiteGroup[] => {
    const [first] = found;
    if (first === undefined) return [];
    return [{ values: valuesOf(first, by), withResult: first.result !== undefined, sites: found }];
  });
  const rank = ({ values, withResult }: SiteGroup): number => (withResult ? (values.length > 0 ? 0 : 1) : 2);
  const label = ({ values }: SiteGroup): string => values.join(" ");
  return groups.toSorted((a, b) => rank(a) - rank(b) || german.compare(label(a), label(b)));
}

function valuesOf(site: Site, by: Exclude<Grouping, "none">): readonly string[] {
  const { group, engines, distribution } = traitsOf(site);
  if (by === "engine") return engines;
  const value = by === "group" ? group : distribution;
  return value === undefined ? [] : [value];
}

const german = new Intl.Collator("de", { numeric: true });

import type { Verdict } from "#results";

/** What an earlier report says about one cell, with what it takes to compare it. */
export interface RoundCell {
  readonly verdict: Verdict;
  /** The must and should attempts that had a meaning there, with their weights; absent if the report does not say. */
  readonly attempts?: string;
  /** Parameters of the policy with which was tried; absent if the report does not say. */
  readonly parameters?: string;
}

/** A site with a result in an earlier report, or in this one. */
export interface RoundSite {
  readonly id: string;
  readonly name: string;
  /** End of the site's run, ISO 8601. */
  readonly time: string;
  /** Id of the run; absent if the report does not say. */
  readonly run?: string;
  /** Where the id comes from; absent if the report does not say. */
  readonly idSource?: string;
  /** Profile of the run; absent if the report does not say. */
  readonly profile?: string;
  /** In which kinds of namespaces was probed, those of tenants by name. */
  readonly namespaces: string;
  /** Whether all attempts were sent as a tenant. */
  readonly asTenant: boolean;
  /** By policy. */
  readonly cells: ReadonlyMap<string, RoundCell>;
}

/** An earlier report, as far as it is compared with. */
export interface Round {
  /** Name of the file, without its folder. */
  readonly file: string;
  readonly sha256: string;
  /** ISO 8601; absent if no site has a result there. */
  readonly time?: string;
  /** Id and version of the profile by which the sites were judged. */
  readonly profile: string;
  /** Sites with a result, by id. */
  readonly sites: ReadonlyMap<string, RoundSite>;
}

/** A namespace as far as comparing needs it. */
interface PlaceFacts {
  readonly namespace: string;
  readonly kind?: string;
  readonly identity?: string;
}

/** The namespaces in a form that is the same for the same ones: the one that a run makes has another name each time. */
export function namespacesKey(places: readonly PlaceFacts[]): string {
  const names = places.map(({ kind, namespace }) => (kind === "fresh" ? [kind] : ["tenant", namespace]));
  return JSON.stringify(names.map((name) => JSON.stringify(name)).sort());
}

/** Whether each namespace was probed as a tenant; for administrators, exemptions are usual. */
export function isAsTenant(places: readonly PlaceFacts[]): boolean {
  return places.every(({ identity }) => identity !== "none");
}

/** A probe as far as comparing needs it. */
interface AttemptFacts {
  readonly probe: string;
  readonly weight: string;
  readonly expect: string;
  readonly outcome: string;
}

/**
 * The attempts that decide about a level: must and should, not what must be admitted, and only what had a meaning at
 * the site. What is no longer tried cannot be open any more, and no site is better for it.
 */
export function attemptsKey(probes: readonly AttemptFacts[]): string {
  const deciding = probes.filter(
    ({ weight, expect, outcome }) => weight !== "info" && expect !== "admit" && outcome !== "not-applicable",
  );
  return JSON.stringify([...new Set(deciding.map(({ probe, weight }) => `${weight} ${probe}`))].sort());
}

/** Parameters in a form that is the same for the same values; permitted registries are each site's own. */
export function parametersKey(parameters: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(parameters)
    .filter(([name]) => name !== "allowedRegistries")
    .map(([name, value]): [string, unknown] => [name, Array.isArray(value) ? value.toSorted() : value]);
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

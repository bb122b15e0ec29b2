import type { Site } from "../comparison.ts";
import { inOrder } from "../newest.ts";

/** What sites can be told apart by. */
export type FactName =
  /** Whether a policy engine is installed. */
  | { readonly kind: "engine"; readonly engine: string }
  /** Whether an engine refused violations of other policies; of the same one it would say nothing new. */
  | { readonly kind: "refuser"; readonly engine: string }
  | { readonly kind: "distribution" }
  /** Whether the minor version is this or a later one. */
  | { readonly kind: "kubernetes"; readonly from: string }
  /** The group in the list of sites. */
  | { readonly kind: "group" }
  /** Something that the list of sites says beside. */
  | { readonly kind: "parameter"; readonly key: string }
  /** The levels that the probed namespaces enforce by their Pod Security labels. */
  | { readonly kind: "pod-security" };

/** A fact with its value at each site. */
export interface SiteFact {
  readonly name: FactName;
  /** In the order of the sites; undefined where it is not known. `yes` and `no` for what a site has or has not. */
  readonly values: readonly (string | undefined)[];
}

/** More engines than this are not looked at one by one; the most frequent are. */
const mostEngines = 50;
/** More keys of the list of sites than this are not looked at. */
const mostParameters = 50;

/** The facts that hold for a site whatever the policy. */
export function siteFacts(sites: readonly Site[]): SiteFact[] {
  const installed = sites.map(({ result }) => {
    const engines = result?.site.engines;
    return engines !== undefined && "value" in engines
      ? new Set(engines.value.map(({ name }) => name))
      : undefined;
  });
  const keys = frequent(sites.map(({ parameters }) => Object.keys(parameters))).slice(0, mostParameters);
  return [
    ...engineFacts("engine", installed),
    {
      name: { kind: "distribution" },
      values: sites.map(({ result }) => {
        const distribution = result?.site.distribution;
        return distribution !== undefined && "value" in distribution ? distribution.value : undefined;
      }),
    },
    ...versionFacts(sites),
    { name: { kind: "group" }, values: sites.map(({ group }) => group) },
    ...keys.map(
      (key): SiteFact => ({
        name: { kind: "parameter", key },
        values: sites.map(({ parameters }) => (Object.hasOwn(parameters, key) ? parameters[key] : undefined)),
      }),
    ),
    { name: { kind: "pod-security" }, values: sites.map(enforcedLabels) },
  ];
}

/**
 * Which engines refuse at a site, asked for each policy: its own refusals do not count, or every policy would be
 * explained by itself.
 */
export function refuserFacts(sites: readonly Site[]): (policy: string) => SiteFact[] {
  const policiesBy = sites.map(({ cells }) => {
    const found = new Map<string, Set<string>>();
    for (const { policy, vantages } of cells)
      for (const engine of new Set(vantages.flatMap(({ engines }) => engines)))
        found.set(engine, (found.get(engine) ?? new Set()).add(policy));
    return found;
  });
  return (policy) =>
    engineFacts(
      "refuser",
      policiesBy.map((byEngine) => {
        const others = [...byEngine].filter(([, found]) => found.size > (found.has(policy) ? 1 : 0));
        return new Set(others.map(([engine]) => engine));
      }),
    );
}

function engineFacts(
  kind: "engine" | "refuser",
  enginesOf: readonly (ReadonlySet<string> | undefined)[],
): SiteFact[] {
  const engines = frequent(enginesOf.map((found) => [...(found ?? [])])).slice(0, mostEngines);
  return engines.map((engine) => ({
    name: { kind, engine },
    values: enginesOf.map((found) => (found === undefined ? undefined : found.has(engine) ? "yes" : "no")),
  }));
}

/** What occurs at two sites or more, the most frequent first. */
function frequent(lists: readonly (readonly string[])[]): string[] {
  const counts = Map.groupBy(lists.flat(), (item) => item);
  return [...counts]
    .filter(([, found]) => found.length > 1)
    .toSorted(([a, n], [b, m]) => m.length - n.length || inOrder(a, b))
    .map(([item]) => item);
}

/** A version explains by what came with it: so one fact for each version that is the first on a side. */
function versionFacts(sites: readonly Site[]): SiteFact[] {
  const minors = sites.map(({ result }) => {
    const version = result?.site.kubernetesVersion;
    return version !== undefined && "value" in version ? minorOf(version.value) : undefined;
  });
  const known = [...new Set(minors.filter((minor) => minor !== undefined))].sort((a, b) => a - b);
  return known.slice(1).map((first) => ({
    name: { kind: "kubernetes", from: `${Math.floor(first / minorsInMajor)}.${first % minorsInMajor}` },
    values: minors.map((minor) => (minor === undefined ? undefined : minor >= first ? "yes" : "no")),
  }));
}

const minorsInMajor = 1000;

function minorOf(version: string): number | undefined {
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,3})(?!\d)/.exec(version) ?? [];
  return major === undefined || minor === undefined
    ? undefined
    : Number(major) * minorsInMajor + Number(minor);
}

/** What stands for a namespace without the label. */
export const noLabel = "-";

/** The levels that the namespaces enforce, each once. */
function enforcedLabels({ result }: Site): string | undefined {
  const found = (result?.vantages ?? []).map(
    ({ podSecurity }) => podSecurity["pod-security.kubernetes.io/enforce"] ?? noLabel,
  );
  return found.length === 0 ? undefined : [...new Set(found)].sort(inOrder).join(", ");
}

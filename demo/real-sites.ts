import { defaultProfile, type PolicyId } from "#policies";
import type { Verdict } from "#results";
import { type SiteKind, siteKindsFor } from "./sites.ts";
import { type NamespaceCondition, sonobuoyLeftOut, spare } from "./spare.ts";

/** A site at which Sonobuoy runs the plugin on a real node, and what has to come out. */
export interface RealSite {
  readonly kind: SiteKind;
  /** Whether the plugin runs with its own account and Sonobuoy collects little, or all as Sonobuoy does it by itself. */
  readonly sparing: boolean;
  /** Written down before the first run. */
  readonly expected: (policy: PolicyId) => Verdict;
  /** Whether the result must say that the probed namespace is exempt. */
  readonly exempt?: boolean;
}

/** What a site must not do: it exempts the namespaces that are probed as well, and hides its own policies. */
const probed: NamespaceCondition = {
  key: "app.kubernetes.io/managed-by",
  operator: "NotIn",
  values: ["dvs"],
};

const looser: readonly PolicyId[] = ["disallow-selinux-options", "restrict-apparmor"];
const byPodSecurity: readonly PolicyId[] = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "require-default-proc-mount",
  "require-run-as-non-root",
  "restrict-sysctls",
];

/** What Pod Security comes to at level restricted. */
export function expectedOfPodSecurity(policy: PolicyId): Verdict {
  if (looser.includes(policy)) return "enforced-looser";
  return byPodSecurity.includes(policy) ? "enforced" : "not-enforced";
}

/**
 * The real sites.
 * @param registry the one that their policies permit
 */
export function realSites(registry: string): readonly RealSite[] {
  const kinds = siteKindsFor(registry);
  const kind = (id: string, conditions: readonly NamespaceCondition[], place?: string): SiteKind => {
    const found = kinds.find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error(`There is no kind of site "${id}".`);
    return { ...found, place: place ?? found.place, manifests: spare(found.manifests, conditions) };
  };
  return [
    { kind: kind("none", []), sparing: false, expected: () => "not-enforced" },
    { kind: kind("vap", [sonobuoyLeftOut]), sparing: true, expected: () => "enforced" },
    {
      kind: kind("vap", [sonobuoyLeftOut, probed], "Ausnahmsdorf"),
      sparing: true,
      expected: () => "not-enforced",
      exempt: true,
    },
    {
      // Sonobuoy itself labels its namespace so that Pod Security lets its pods in
      kind: kind("psa-restricted", []),
      sparing: false,
      expected: expectedOfPodSecurity,
    },
    { kind: kind("warn", []), sparing: true, expected: () => "warned-only" },
    { kind: kind("deny-all", [sonobuoyLeftOut]), sparing: true, expected: () => "over-blocking" },
  ];
}

/** The policies in the catalogue's order with what is expected of each. */
export function expectedCells({ expected }: RealSite): readonly (readonly [PolicyId, Verdict])[] {
  return defaultProfile.policies.map((policy) => [policy, expected(policy)]);
}

import { type PolicyId, type Probe, type Profile, policies, probesIn } from "#policies";
import type { FindingWeight } from "./finding.ts";

/** What a finding weighs, by the policy and the path of a finding of the catalogue's check. */
export type WeightOf = (policy: PolicyId, path: string) => FindingWeight;

/**
 * What a finding weighs, by policy and kind of place: a `must` where one of the catalogue's violations that have to be
 * refused stands in such a place. A violation in an init container is a `should`, say, where the catalogue's probe for
 * that is one. Where no probe looks, or only one that informs, a finding is a `should`.
 */
export function weightsOf(profile: Profile): WeightOf {
  const known = new Map<PolicyId, ReadonlySet<string>>();
  return (policy, path) => {
    const musts = known.get(policy) ?? mustPlaces(profile, policy);
    known.set(policy, musts);
    return musts.has(kindOfPlace(path)) ? "must" : "should";
  };
}

/** A list of containers, or the pod as a whole. */
function kindOfPlace(path: string): string {
  return /^spec\.(\w+)\[/.exec(path)?.[1] ?? "pod";
}

/**
 * Kinds of place in which a probe that has to be refused violates the policy. They are read off the patches, because to
 * judge all probes would take longer than to judge a manifest; that the catalogue's check says the same is tested.
 */
export function mustPlaces(profile: Profile, id: PolicyId): ReadonlySet<string> {
  const counts = ({ weight, expect, resource }: Probe) =>
    weight === "must" && expect === "reject" && resource.startsWith("Pod");
  return new Set(
    probesIn(profile, id)
      .filter(counts)
      .flatMap((probe) => placesOf(id, probe)),
  );
}

/**
 * Where a probe's finding stands, by its patch. What a pod says for all its containers is missed or wrong in these,
 * unless the policy has a condition on the pod itself.
 */
function placesOf(policy: PolicyId, { patch }: Probe): string[] {
  const lists = patch.flatMap(({ path }) => /^\/spec\/(\w*[cC]ontainers)\//.exec(path)?.[1] ?? []);
  if (lists.length > 0) return lists;
  const judged = policies[policy].conditions.some(({ over }) => over === "pod");
  const missing =
    policies[policy].conditions.some(({ over }) => over !== "pod") && patch.some(({ op }) => op === "remove");
  return judged && !missing ? ["pod"] : ["containers"];
}

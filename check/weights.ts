import {
  check,
  type Parameters,
  type PolicyId,
  type Probe,
  type Profile,
  policies,
  probeObject,
  probesIn,
  probeValues,
} from "#policies";
import type { FindingWeight } from "./finding.ts";

/** What stands in the probes does not matter for the places of their findings. */
const values = probeValues({
  name: "a",
  namespace: "a",
  serviceAccount: "a",
  image: "registry.example/a:1.0.0",
  minGid: 1000,
});

/** The lists of containers and the pod as a whole, as findings name them. */
function listOf(path: string): string {
  return /^spec\.(\w+)\[/.exec(path)?.[1] ?? "pod";
}

/**
 * What a finding weighs, by policy and kind of place: the heaviest of the catalogue's violations whose finding stands
 * in such a place. A violation in an init container is a `should`, say, where the catalogue's probe for that is one. Where
 * no probe looks, or only one that informs, a finding is a `should`.
 */
export function weightsOf(
  profile: Profile,
): (policy: PolicyId, path: string, parameters: Parameters) => FindingWeight {
  const known = new Map<PolicyId, ReadonlySet<string>>();
  return (policy, path, parameters) => {
    let musts = known.get(policy);
    if (musts === undefined) {
      musts = mustPlaces(profile, policy, parameters);
      known.set(policy, musts);
    }
    return musts.has(listOf(path)) ? "must" : "should";
  };
}

/** Kinds of place in which a probe that has to be refused violates the policy. */
function mustPlaces(profile: Profile, id: PolicyId, parameters: Parameters): ReadonlySet<string> {
  const counts = ({ weight, expect, resource }: Probe) =>
    weight === "must" && expect === "reject" && resource.startsWith("Pod");
  const given = {
    ...parameters,
    ...(id === "restrict-image-registries" && { allowedRegistries: ["registry.example"] }),
  };
  return new Set(
    probesIn(profile, id)
      .filter(counts)
      .flatMap((probe) =>
        check(policies[id], probeObject(probe, values), given).map(({ path }) => listOf(path)),
      ),
  );
}

import type { JsonObject, Policy } from "#policies";
import { alwaysPullLatest } from "./image-pull-policy.ts";
import { noControllers } from "./kyverno-validating-policy.ts";
import { labels, ruleName } from "./rule.ts";

/**
 * imagepullpolicy-always as MutatingPolicy of Kyverno 1.17 or later: sets the value in place of refusing. Templates of
 * workloads stay as they are: who keeps them in a repository would see a difference that is none.
 */
export function kyvernoMutatingPolicy(policy: Policy): JsonObject {
  return {
    apiVersion: "policies.kyverno.io/v1",
    kind: "MutatingPolicy",
    metadata: { name: ruleName(policy), labels },
    spec: { ...alwaysPullLatest, autogen: noControllers },
  };
}

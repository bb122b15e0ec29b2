import type { JsonObject, Policy } from "#policies";
import { alwaysPullLatest } from "./image-pull-policy.ts";
import { labels, ruleName } from "./rule.ts";

/**
 * imagepullpolicy-always as MutatingAdmissionPolicy: sets the value in place of refusing. An option for operators; the
 * policy can be enforced without it.
 */
export function setImagePullPolicy(policy: Policy): JsonObject[] {
  const name = ruleName(policy);
  const metadata = { name, labels };
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicy",
      metadata,
      spec: alwaysPullLatest,
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicyBinding",
      metadata,
      spec: { policyName: name },
    },
  ];
}

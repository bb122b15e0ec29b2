import type { InconclusiveReason } from "#results";
import { ownRefusal } from "./api-server.ts";
import type { ApiStatus } from "./api-status.ts";
import { gatekeeper } from "./gatekeeper.ts";
import { imagePolicyWebhook } from "./image-policy-webhook.ts";
import { kyverno } from "./kyverno.ts";
import { openshiftScc } from "./openshift-scc.ts";
import { podSecurity } from "./pod-security.ts";
import type { PolicyRefusal, Recogniser } from "./refusal.ts";
import { validatingAdmissionPolicy } from "./validating-admission-policy.ts";
import { webhook } from "./webhook.ts";

/** One recogniser per engine; `webhook` takes what the others leave. */
const recognisers: readonly Recogniser[] = [
  podSecurity,
  validatingAdmissionPolicy,
  openshiftScc,
  imagePolicyWebhook,
  kyverno,
  gatekeeper,
  webhook,
];

/** Words by which a refusal shows that its policy could not be evaluated: it proves nothing about the pod. */
const policyError =
  /failed to configure (policy|binding):|' resulted in error:|compilation error:|running out of cost budget|runtime cost could not be calculated|unable to match constraints:|\beval_\w+_error:|failed messageExpression|execution error|variables substitution error|^Policy \S+ error:|no such host|dial tcp|context deadline exceeded/;

/** Who refused: a policy, or the API server itself for a reason that says nothing about policies. */
export type Recognition =
  | { readonly kind: "policy"; readonly refusal: PolicyRefusal }
  | { readonly kind: "other"; readonly reason: InconclusiveReason };

/**
 * Recognises a refusal. Engines come first, whatever the HTTP code: policies may choose it. Their anchors are the API
 * server's own wrapping, so a text inside it cannot pass for a quota or a missing right.
 */
export function recognise(status: ApiStatus): Recognition {
  for (const recogniser of recognisers) {
    const refusal = recogniser(status);
    if (refusal === undefined) continue;
    // one rule that could not be evaluated does not take from what the others say
    const [first, ...others] = refusal.violations.filter(
      ({ says, undecided }) => undecided !== true && !policyError.test(says),
    );
    if (first === undefined) return { kind: "other", reason: "policy-error" };
    return { kind: "policy", refusal: { ...refusal, violations: [first, ...others] } };
  }
  return { kind: "other", reason: ownRefusal(status) ?? "unknown-refusal" };
}

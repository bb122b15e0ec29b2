import type { JsonObject, Policy } from "#policies";
import { failurePolicyOf, type Mode } from "./mode.ts";
import { parameterSource, parameterVariables } from "./parameters.ts";
import {
  expressionOf,
  labels,
  namespaceSelector,
  podRules,
  refusalMessage,
  ruleName,
  specIsNew,
} from "./rule.ts";

/**
 * A policy as ValidatingAdmissionPolicy with its binding, from the same conditions that the static check evaluates.
 * Needs Kubernetes 1.30 or later. Covers pods, and containers that are added to running ones; pod templates are
 * judged when their pods are made.
 *
 * @param exempt names of a site's own system namespaces
 */
export function validatingAdmissionPolicy(
  policy: Policy,
  mode: Mode,
  exempt: readonly string[] = [],
): JsonObject[] {
  const name = ruleName(policy);
  const variables = parameterVariables(policy, { map: "params.data", present: "has(params.data)" });
  const withParameters = variables.length > 0;
  const metadata = { name, labels };
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        failurePolicy: failurePolicyOf(mode),
        ...(withParameters && { paramKind: { apiVersion: "v1", kind: "ConfigMap" } }),
        matchConstraints: { resourceRules: podRules },
        matchConditions: [specIsNew],
        ...(withParameters && { variables }),
        validations: policy.conditions.map((condition) => ({
          expression: expressionOf(condition),
          message: refusalMessage(policy),
        })),
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: name,
        validationActions: [{ enforce: "Deny", warn: "Warn", audit: "Audit" }[mode]],
        ...(withParameters && { paramRef: { ...parameterSource, parameterNotFoundAction: "Deny" } }),
        matchResources: { namespaceSelector: namespaceSelector(exempt) },
      },
    },
  ];
}

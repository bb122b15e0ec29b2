import type { JsonObject, Policy } from "#policies";
import { kyvernoParameters } from "./kyverno-parameters.ts";
import { failurePolicyOf, type Mode } from "./mode.ts";
import { parameterVariables } from "./parameters.ts";
import { expressionOf, labels, namespaceSelector, podRules, refusalMessage, ruleName } from "./rule.ts";

/**
 * A policy as ValidatingPolicy of Kyverno 1.17 or later, from the same conditions that the static check evaluates.
 * Covers pods, whoever owns them, and containers that are added to running ones. Kyverno could judge pod templates as
 * well, but a template is not yet what the API server and mutating webhooks make of the pod.
 *
 * An unchanged spec is a matter of the validations, not of match conditions: for a policy with match conditions Kyverno
 * makes a webhook of its own, and every pod would be sent to 14 of them, of which one answer is seen.
 *
 * @param exempt names of a site's own system namespaces
 */
export function kyvernoValidatingPolicy(
  policy: Policy,
  mode: Mode,
  exempt: readonly string[] = [],
): JsonObject[] {
  const parameters = parameterVariables(policy, { map: "variables.parameters" });
  const message = refusalMessage(policy);
  return [
    {
      apiVersion: "policies.kyverno.io/v1",
      kind: "ValidatingPolicy",
      metadata: { name: ruleName(policy), labels },
      spec: {
        failurePolicy: failurePolicyOf(mode),
        validationActions: [{ enforce: "Deny", warn: "Warn", audit: "Audit" }[mode]],
        autogen: noControllers,
        matchConstraints: { resourceRules: podRules, namespaceSelector: namespaceSelector(exempt) },
        variables: [specUnchanged, ...(parameters.length > 0 ? [...kyvernoParameters, ...parameters] : [])],
        validations: [
          // refuses every pod, not only those about which the parameters decide
          ...(parameters.length > 0 ? [{ expression: "variables.parameters != null", message }] : []),
          ...policy.conditions.map((condition) => ({
            expression: `variables.specUnchanged || (${expressionOf(condition)})`,
            message,
          })),
        ],
      },
    },
  ];
}

/** Without it, Kyverno makes rules for the templates of all workloads out of every policy that names only pods. */
export const noControllers: JsonObject = { podControllers: { controllers: [] } };

/** A pod that was there before the policy must still take labels and lose finalizers. */
const specUnchanged = {
  name: "specUnchanged",
  expression: 'request.operation == "UPDATE" && object.spec == oldObject.spec',
};

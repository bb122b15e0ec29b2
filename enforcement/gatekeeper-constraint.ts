import { type JsonObject, type Parameters, type Policy, parametersAsJson } from "#policies";
import { constraintKind } from "./gatekeeper-template.ts";
import type { Mode } from "./mode.ts";
import { exemptNamespaces, labels, ruleName } from "./rule.ts";

/**
 * What puts a policy's template to work on pods, with the policy's parameters.
 * @param values parameters that differ from the catalogue's defaults
 * @param exempt names of a site's own system namespaces
 */
export function gatekeeperConstraint(
  policy: Policy,
  mode: Mode,
  values: Parameters = {},
  exempt: readonly string[] = [],
): JsonObject {
  const defaults = Object.entries(policy.parameters).map(([name, definition]) => [name, definition.default]);
  const parameters: Parameters = { ...Object.fromEntries(defaults), ...values };
  return {
    apiVersion: "constraints.gatekeeper.sh/v1beta1",
    kind: constraintKind(policy),
    metadata: { name: ruleName(policy), labels },
    spec: {
      enforcementAction: { enforce: "deny", warn: "warn", audit: "dryrun" }[mode],
      match: {
        // ephemeral containers and changed resources arrive as pods too
        kinds: [{ apiGroups: [""], kinds: ["Pod"] }],
        excludedNamespaces: [...exemptNamespaces, ...exempt],
      },
      ...(defaults.length > 0 && { parameters: parametersAsJson(parameters) }),
    },
  };
}

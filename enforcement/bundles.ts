import type { JsonObject, Parameters, Policy } from "#policies";
import { gatekeeperConstraint } from "./gatekeeper-constraint.ts";
import { gatekeeperTemplate } from "./gatekeeper-template.ts";
import { kyvernoParameterCache } from "./kyverno-parameters.ts";
import { kyvernoValidatingPolicy } from "./kyverno-validating-policy.ts";
import type { Mode } from "./mode.ts";
import { parameterConfigMap } from "./parameters.ts";
import { validatingAdmissionPolicy } from "./validating-admission-policy.ts";

/** The engines for which rules can be made. */
export const bundleEngines = ["vap", "kyverno", "gatekeeper"] as const;

/** An engine for which rules can be made. */
export type BundleEngine = (typeof bundleEngines)[number];

/**
 * All objects that demand these policies by an engine, in the order in which they are to be applied. Gatekeeper serves
 * the kinds of the constraints a moment after it has seen the templates: apply the objects again then.
 * @param values parameters that differ from the catalogue's defaults, by policy
 * @param exempt names of a site's own system namespaces, in which the policies do not hold
 * @param only those whose rules are wanted, all unless told; the parameters are those of all, as rules share them
 */
type Bundle = (
  policies: readonly Policy[],
  mode: Mode,
  values: Readonly<Record<string, Parameters>>,
  exempt?: readonly string[],
  only?: readonly Policy[],
) => readonly JsonObject[];

/** The rules by engine. */
export const bundles: Readonly<Record<BundleEngine, Bundle>> = {
  vap: (policies, mode, values, exempt, only = policies) => [
    parameterConfigMap(policies, values),
    ...only.flatMap((policy) => validatingAdmissionPolicy(policy, mode, exempt)),
  ],
  kyverno: (policies, mode, values, exempt, only = policies) => [
    parameterConfigMap(policies, values),
    kyvernoParameterCache,
    ...only.flatMap((policy) => kyvernoValidatingPolicy(policy, mode, exempt)),
  ],
  gatekeeper: (policies, mode, values, exempt, only = policies) => [
    ...only.map((policy) => gatekeeperTemplate(policy)),
    ...only.map((policy) => gatekeeperConstraint(policy, mode, values[policy.id], exempt)),
  ],
};

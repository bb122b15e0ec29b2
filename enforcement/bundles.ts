import type { JsonObject, Policy } from "#policies";
import type { Mode } from "./mode.ts";
import { parameterConfigMap, validatingAdmissionPolicy } from "./validating-admission-policy.ts";

/** The engines for which rules can be made. */
export const bundleEngines = ["vap"] as const;

/** An engine for which rules can be made. */
export type BundleEngine = (typeof bundleEngines)[number];

/** What the values of parameters are, by policy and name. */
export type ParameterValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The rules of an engine for some policies. */
export interface Bundle {
  /** What is applied once, for all policies: their parameters. */
  readonly common: (policies: readonly Policy[], values: ParameterValues) => readonly JsonObject[];
  /** A policy as the engine wants it. */
  readonly rules: (policy: Policy, mode: Mode, values: ParameterValues) => readonly JsonObject[];
}

const bundles: Readonly<Record<BundleEngine, Bundle>> = {
  vap: {
    common: (policies, values) => [parameterConfigMap(policies, values)],
    rules: validatingAdmissionPolicy,
  },
};

/** All objects that enforce these policies by an engine, in the order in which they are to be applied. */
export function bundle(
  engine: BundleEngine,
  policies: readonly Policy[],
  mode: Mode,
  values: ParameterValues,
): readonly JsonObject[] {
  const { common, rules } = bundles[engine];
  return [...common(policies, values), ...policies.flatMap((policy) => rules(policy, mode, values))];
}

import {
  check,
  controlObject,
  controls,
  type Parameters,
  type PolicyId,
  type ProbeValues,
  policies,
} from "#policies";
import { type Configuration, ConfigurationError } from "./configuration.ts";
import type { PlannedProbe } from "./planned-probe.ts";

/**
 * The compliant pod and all controls must comply under the site's own parameters; otherwise a site that enforces would
 * refuse them, and the run would prove nothing.
 * @throws ConfigurationError that names the policy, the image and the parameters
 */
export function refuseContradictions(
  ids: readonly PolicyId[],
  parameters: Readonly<Record<string, Parameters>>,
  values: ProbeValues,
): void {
  for (const name of Object.keys(controls)) {
    const pod = controlObject(name, values);
    for (const id of ids) {
      const [finding] = check(policies[id], pod, parameters[id] ?? {});
      if (finding === undefined) continue;
      const given = JSON.stringify(parameters[id]);
      throw new ConfigurationError(
        `the pod that should be admitted breaks ${id} at ${finding.path} (${finding.fields.join(", ")}): image ${values.image} and the parameters ${given} do not go together (image: --image or the key image)`,
      );
    }
  }
}

/**
 * Parameters that permit everything would make a policy vanish from the report without a word.
 * @throws ConfigurationError that names the policy and the parameters
 */
export function refuseEmptyPolicies(
  probes: readonly PlannedProbe[],
  appArmor: Configuration["appArmor"],
): void {
  const byPolicy = Map.groupBy(probes, ({ policy }) => policy.id);
  for (const [id, own] of byPolicy) {
    if (id === "restrict-apparmor" && appArmor === "absent") continue;
    const must = own.filter(({ probe }) => probe.weight === "must" && probe.expect !== "admit");
    if (must.some(({ notApplicable }) => notApplicable?.reason !== "declared")) continue;
    const given = JSON.stringify(own[0]?.parameters);
    throw new ConfigurationError(`the parameters of ${id} leave nothing to test: ${given}`);
  }
}

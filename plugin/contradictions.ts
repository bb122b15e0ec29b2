import {
  check,
  controlObject,
  controls,
  type Parameters,
  type PolicyId,
  type ProbeValues,
  policies,
  probesOf,
} from "#policies";
import { type Configuration, ConfigurationError } from "./configuration.ts";
import type { PlannedProbe } from "./planned-probe.ts";

/**
 * The compliant pod and all controls must comply under the site's own parameters; otherwise a site that enforces would
 * refuse them, and the run would prove nothing.
 * @returns which policy is broken, and a sentence that says by what
 */
export function contradictionOf(
  ids: readonly PolicyId[],
  parameters: Readonly<Record<string, Parameters>>,
  values: ProbeValues,
): { readonly policy: PolicyId; readonly sentence: string } | undefined {
  const used = new Set(ids.flatMap((id) => probesOf(policies[id]).map(({ control }) => control)));
  for (const [name, { breaks }] of Object.entries(controls)) {
    if (!used.has(name)) continue;
    const pod = controlObject(name, values);
    for (const id of ids) {
      if (id === breaks) continue;
      const [finding] = check(policies[id], pod, parameters[id] ?? {});
      if (finding === undefined) continue;
      const where = `at ${finding.path} (${finding.fields.join(", ")})`;
      return { policy: id, sentence: `the pod that should be admitted breaks ${id} ${where}` };
    }
  }
  return undefined;
}

/** @throws ConfigurationError that names the policy, the image, the overlay and the parameters */
export function refuseContradictions(
  ids: readonly PolicyId[],
  parameters: Readonly<Record<string, Parameters>>,
  values: ProbeValues,
): void {
  const bare = contradictionOf(ids, parameters, { ...values, overlays: [] });
  if (bare !== undefined) {
    const given = JSON.stringify(parameters[bare.policy]);
    throw new ConfigurationError(
      `${bare.sentence}: image ${values.image} and the parameters ${given} do not go together (image: --image or the key image)`,
    );
  }
  const overlaid = contradictionOf(ids, parameters, values);
  if (overlaid !== undefined)
    throw new ConfigurationError(
      `podOverlay: ${overlaid.sentence}: what every pod must have may break no policy`,
    );
}

/**
 * Parameters that permit everything would make a policy vanish from the report without a word; an overlay that makes
 * violations comply would leave nothing to conclude from.
 * @throws ConfigurationError that names the policy and the parameters, or the overlay and the probe
 */
export function refuseEmptyPolicies(
  probes: readonly PlannedProbe[],
  { appArmor }: Pick<Configuration, "appArmor">,
): void {
  const cured = probes.find(({ beforehand }) => beforehand?.kind === "inconclusive");
  if (cured !== undefined) {
    throw new ConfigurationError(
      `podOverlay: it makes the violation ${cured.probe.id} (${cured.result.says}) comply, so nothing could be concluded from it: leave that field to the probes`,
    );
  }
  const byPolicy = Map.groupBy(probes, ({ policy }) => policy.id);
  for (const [id, own] of byPolicy) {
    if (id === "restrict-apparmor" && appArmor === "absent") continue;
    const must = own.filter(({ probe }) => probe.weight === "must" && probe.expect !== "admit");
    if (must.some(({ beforehand }) => beforehand?.reason !== "declared")) continue;
    const given = JSON.stringify(own[0]?.parameters);
    throw new ConfigurationError(`the parameters of ${id} leave nothing to test: ${given}`);
  }
}

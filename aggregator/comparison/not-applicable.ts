import {
  isPolicyId,
  type Probe,
  type Profile,
  parametersOf,
  policies,
  probeValues,
  testable,
  versionReason,
} from "#policies";
import type { NotApplicableReason, RunResult } from "#results";

/**
 * Whether a result may say of a probe that it has no meaning at its site: the catalogue must name a bound that the
 * server's version lies beyond, or what the operator declared must permit what the probe tries. Else anybody could make
 * a hole disappear by calling it meaningless.
 */
export function isBorneOut(
  reason: NotApplicableReason,
  probe: Probe,
  result: RunResult,
  profile: Profile,
): boolean {
  if (reason === "declared") return isDeclared(probe, result, profile);
  const { kubernetesVersion } = result.site;
  return "value" in kubernetesVersion && versionReason(probe, kubernetesVersion.value) === reason;
}

function isDeclared(probe: Probe, { configuration, profile: used }: RunResult, profile: Profile): boolean {
  const { policy: id } = probe;
  const { image, appArmor } = configuration;
  if (id === "restrict-apparmor" && appArmor === "absent") return true;
  if (!isPolicyId(id) || typeof image !== "string") return false;
  const minGid = Number(parametersOf("require-non-root-groups", profile, used.parameters)["minGid"] ?? 0);
  const parameters = parametersOf(id, profile, used.parameters);
  const values = probeValues({ name: "p", namespace: "n", serviceAccount: "dvs", image, minGid });
  return !testable(probe, policies[id], values, parameters);
}

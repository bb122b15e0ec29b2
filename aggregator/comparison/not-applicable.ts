import {
  isPolicyId,
  type Probe,
  type Profile,
  parametersOf,
  policies,
  testable,
  versionReason,
} from "#policies";
import { type NotApplicableReason, type RunResult, triedWith } from "#results";
import type { ProbedVantage } from "./probed-vantages.ts";

/**
 * Whether a result may say of a probe that it has no meaning at its site: the catalogue must name a bound that the
 * server's version lies beyond, or what the operator declared must permit what the probe tries. Else anybody could make
 * a hole disappear by calling it meaningless.
 */
export function isBorneOut(
  reason: NotApplicableReason,
  probe: Probe,
  result: RunResult,
  vantage: ProbedVantage,
  profile: Profile,
): boolean {
  if (reason === "declared") return isDeclared(probe, result, vantage, profile);
  const { kubernetesVersion } = result.site;
  return "value" in kubernetesVersion && versionReason(probe, kubernetesVersion.value) === reason;
}

function isDeclared(probe: Probe, result: RunResult, vantage: ProbedVantage, profile: Profile): boolean {
  const { policy: id } = probe;
  const { configuration, profile: used } = result;
  if (id === "restrict-apparmor" && configuration["appArmor"] === "absent") return true;
  const values = triedWith(result, vantage);
  if (!isPolicyId(id) || values === undefined) return false;
  // only parameters can permit something: an overlay that makes a violation comply hides it
  const bare = { ...values, overlays: [] };
  return !testable(probe, policies[id], bare, parametersOf(id, profile, used.parameters));
}

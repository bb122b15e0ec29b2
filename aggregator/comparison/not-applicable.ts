import {
  isPolicyId,
  type Probe,
  type ProbeValues,
  type Profile,
  parametersOf,
  policies,
  testable,
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
  const server = minorOf(result);
  switch (reason) {
    case "server-too-old":
      return server !== undefined && server < (minor(probe.minK8s) ?? server);
    case "server-too-new":
      return server !== undefined && server > (minor(probe.maxK8s) ?? server);
    case "declared":
      return isDeclared(probe, result, profile);
  }
}

function minorOf({ site: { kubernetesVersion } }: RunResult): number | undefined {
  return "value" in kubernetesVersion ? minor(kubernetesVersion.value) : undefined;
}

/** The minor version of Kubernetes 1.x. */
function minor(version = ""): number | undefined {
  const found = /^v?1\.(\d+)/.exec(version)?.[1];
  return found === undefined ? undefined : Number(found);
}

function isDeclared(probe: Probe, { configuration, profile: used }: RunResult, profile: Profile): boolean {
  const { policy: id } = probe;
  const { image, appArmor } = configuration;
  if (id === "restrict-apparmor" && appArmor === "absent") return true;
  if (!isPolicyId(id) || typeof image !== "string") return false;
  const minGid = Number(parametersOf("require-non-root-groups", profile, used.parameters)["minGid"] ?? 0);
  const parameters = parametersOf(id, profile, used.parameters);
  return !testable(probe, policies[id], valuesFor(image, minGid), parameters);
}

/** What the probe was filled with, as far as parameters can permit or forbid it. */
function valuesFor(image: string, minGid: number): ProbeValues {
  const names = { name: "p", namespace: "n", serviceAccount: "dvs" };
  return {
    ...names,
    image,
    foreignImage: "foreign.invalid/x/a:1.0.0",
    gid: Math.max(highGid, minGid),
    minGid,
  };
}

/** Above every threshold that is known in the field. */
const highGid = 100_000;

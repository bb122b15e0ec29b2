import {
  type Alternative,
  check,
  controls,
  type Json,
  type JsonObject,
  type Parameters,
  type PodOverlay,
  type Policy,
  type Probe,
  type ProbeValues,
  parametersAsJson,
  parametersOf,
  patchTried,
  podIn,
  policies,
  probeObject,
  probesIn,
  probeValues,
  registryOf,
  testable,
  versionReason,
} from "#policies";
import { objectName, tenantName } from "#results";
import type { Configuration } from "./configuration.ts";
import { contradictionOf, refuseContradictions, refuseEmptyPolicies } from "./contradictions.ts";
import type { PlannedProbe } from "./planned-probe.ts";

/** What a run is going to try in one namespace, and with which values. */
export interface Plan {
  readonly values: ProbeValues;
  readonly parameters: Readonly<Record<string, Parameters>>;
  readonly probes: readonly PlannedProbe[];
  /** The configuration that is used, with what was assumed where nothing was said. */
  readonly configuration: Readonly<Record<string, Json>>;
}

/** What a plan depends on beside the configuration. */
export interface Place {
  /** Names the objects. */
  readonly runId: string;
  readonly namespace: string;
  /** Stands in the probes; it is never pulled. */
  readonly image: string;
  /** E.g. `v1.36.3`; undefined if it is unknown: then no version rules a probe out. */
  readonly serverVersion: string | undefined;
}

/**
 * What a run tries in a namespace: the probes of the profile's policies, in the order of the catalogue.
 * @throws ConfigurationError if image, parameters and podOverlay do not go together
 */
export function plan(configuration: Configuration, place: Place): Plan {
  const { profile, podOverlay } = configuration;
  const { runId, namespace, image } = place;
  const allowedRegistries = configuration.allowedRegistries ?? [registryOf(image)];
  const given = { ...configuration.parameters, "restrict-image-registries": { allowedRegistries } };
  const parameters = Object.fromEntries(
    profile.policies.map((policy): [string, Parameters] => [policy, parametersOf(policy, profile, given)]),
  );
  const minGid = Number(parameters["require-non-root-groups"]?.["minGid"] ?? 0);
  const values = probeValues({
    name: objectName(runId),
    namespace,
    serviceAccount: tenantName(runId),
    image,
    minGid,
    overlays: podOverlay === undefined ? [] : [podOverlay],
  });
  refuseContradictions(profile.policies, parameters, values);
  const probes = plannedProbes(configuration, place, parameters, values);
  refuseEmptyPolicies(probes, configuration);
  return {
    values,
    parameters,
    probes,
    configuration: usedConfiguration(configuration, image, allowedRegistries),
  };
}

/**
 * The same plan with another form of the compliant pod.
 * @returns undefined if that form breaks a policy under the site's parameters
 */
export function planWith(
  { overlay }: Alternative,
  before: Plan,
  configuration: Configuration,
  place: Place,
): Plan | undefined {
  const values = { ...before.values, overlays: [...before.values.overlays, overlay] };
  const { parameters } = before;
  if (contradictionOf(configuration.profile.policies, parameters, values) !== undefined) return undefined;
  return { ...before, values, probes: plannedProbes(configuration, place, parameters, values) };
}

function plannedProbes(
  { profile, probes: set, appArmor }: Configuration,
  { serverVersion = "" }: Place,
  parameters: Plan["parameters"],
  values: ProbeValues,
): PlannedProbe[] {
  const bare = { ...values, overlays: [] };
  const agreed = profile.policies;
  return agreed.flatMap((id) => {
    const policy = policies[id];
    const own = parameters[id] ?? {};
    const wanted = probesIn(profile, id).filter((probe) => set === "deep" || probe.set === "core");
    return wanted.map((probe): PlannedProbe => {
      const broken = controls[probe.control]?.breaks;
      const meaningless =
        versionReason(probe, serverVersion) ?? declaredReason(probe, policy, own, bare, appArmor);
      return {
        probe,
        policy,
        parameters: own,
        entails: broken !== undefined && agreed.includes(broken) ? policies[broken] : undefined,
        beforehand:
          meaningless === undefined
            ? undecidable(probe, policy, own, values)
            : { kind: "not-applicable", reason: meaningless },
        excused: fulfilsLoosely(probe, policy, own, values) && !fulfilsLoosely(probe, policy, own, bare),
        result: plannedResult(probe, values),
      };
    });
  });
}

function plannedResult(probe: Probe, values: ProbeValues): PlannedProbe["result"] {
  const { id, policy, says, expect, weight, set, control } = probe;
  return {
    probe: id,
    policy,
    vantage: values.namespace,
    says: says.en,
    expect,
    weight,
    set,
    control,
    patch: patchTried(probe, values),
    seconds: 0,
  };
}

function declaredReason(
  probe: Probe,
  policy: Policy,
  parameters: Parameters,
  values: ProbeValues,
  appArmor: Configuration["appArmor"],
): "declared" | undefined {
  const withoutAppArmor = policy.id === "restrict-apparmor" && appArmor === "absent";
  return withoutAppArmor || !testable(probe, policy, values, parameters) ? "declared" : undefined;
}

/** What every pod has to have here can make a violation comply: nothing can be concluded from it then. */
function undecidable(
  probe: Probe,
  policy: Policy,
  parameters: Parameters,
  values: ProbeValues,
): PlannedProbe["beforehand"] {
  if (testable(probe, policy, values, parameters)) return undefined;
  const message = `with what every pod must have in this namespace (${overlayText(values.overlays)}), the probe violates nothing`;
  return { kind: "inconclusive", reason: "setup", message };
}

function overlayText(overlays: readonly PodOverlay[]): string {
  return overlays.map((overlay) => JSON.stringify(overlay)).join(", ");
}

/** Whether the object as it is sent keeps to the policy's looser reading. */
function fulfilsLoosely(probe: Probe, policy: Policy, parameters: Parameters, values: ProbeValues): boolean {
  if (policy.effective === undefined || probe.expect === "admit") return false;
  const sent: JsonObject = podIn(probeObject(probe, values));
  return check(policy, sent, parameters, "effective").length === 0;
}

function usedConfiguration(
  configuration: Configuration,
  image: string,
  allowedRegistries: readonly string[],
): Record<string, Json> {
  const { profile, parameters, podOverlay, siteName, ...rest } = configuration;
  const { metadata, spec, container } = podOverlay ?? {};
  return {
    ...rest,
    namespaces: [...rest.namespaces],
    image,
    allowedRegistries: [...allowedRegistries],
    allowedRegistriesAssumed: configuration.allowedRegistries === undefined,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([id, own]) => [id, parametersAsJson(own)]),
    ),
    ...(podOverlay !== undefined && {
      podOverlay: {
        ...(metadata && { metadata: { ...metadata } }),
        ...(spec && { spec }),
        ...(container && { container }),
      },
    }),
    ...(siteName !== undefined && { siteName }),
  };
}

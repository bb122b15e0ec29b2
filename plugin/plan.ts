import {
  type Json,
  type Parameters,
  type Policy,
  type Probe,
  type ProbeValues,
  parametersAsJson,
  parametersOf,
  patchTried,
  policies,
  probesOf,
  probeValues,
  registryOf,
  testable,
  versionReason,
} from "#policies";
import type { Configuration } from "./configuration.ts";
import { refuseContradictions, refuseEmptyPolicies } from "./contradictions.ts";
import type { PlannedProbe } from "./planned-probe.ts";
import { namespaceOf } from "./run-id.ts";

/** What a run is going to try, and with which values. */
export interface Plan {
  readonly values: ProbeValues;
  readonly parameters: Readonly<Record<string, Parameters>>;
  readonly probes: readonly PlannedProbe[];
  /** The configuration that is used, with what was assumed where nothing was said. */
  readonly configuration: Readonly<Record<string, Json>>;
}

/**
 * What a run tries: the core probes of the profile's policies, in the order of the catalogue.
 * @param runId names the objects and the namespace
 * @param image stands in the probes; it is never pulled
 * @param serverVersion e.g. `v1.36.3`; undefined if it is unknown: then no version rules a probe out
 */
export function plan(
  configuration: Configuration,
  runId: string,
  image: string,
  serverVersion: string | undefined,
): Plan {
  const { profile, appArmor } = configuration;
  const allowedRegistries = configuration.allowedRegistries ?? [registryOf(image)];
  const given = { ...configuration.parameters, "restrict-image-registries": { allowedRegistries } };
  const parameters = Object.fromEntries(
    profile.policies.map((policy): [string, Parameters] => [policy, parametersOf(policy, profile, given)]),
  );
  const minGid = Number(parameters["require-non-root-groups"]?.["minGid"] ?? 0);
  const values = probeValues({
    name: `p-${runId}`,
    namespace: namespaceOf(runId),
    serviceAccount: "dvs",
    image,
    minGid,
  });
  refuseContradictions(profile.policies, parameters, values);
  const probes = profile.policies.flatMap((id) => {
    const policy = policies[id];
    const own = parameters[id] ?? {};
    const core = probesOf(policy).filter(({ set }) => set === "core");
    return core.map((probe) => {
      const meaningless =
        versionReason(probe, serverVersion ?? "") ?? declaredReason(probe, policy, own, values, appArmor);
      const notApplicable = meaningless && ({ kind: "not-applicable", reason: meaningless } as const);
      return { probe, policy, parameters: own, notApplicable, result: plannedResult(probe, values) };
    });
  });
  refuseEmptyPolicies(probes, appArmor);
  return {
    values,
    parameters,
    probes,
    configuration: usedConfiguration(configuration, image, allowedRegistries),
  };
}

function plannedResult(probe: Probe, values: ProbeValues): PlannedProbe["result"] {
  const { id, policy, says, expect, weight, set, control } = probe;
  const patch = patchTried(probe, values);
  return {
    probe: id,
    policy,
    vantage: values.namespace,
    says: says.en,
    expect,
    weight,
    set,
    control,
    patch,
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

function usedConfiguration(
  configuration: Configuration,
  image: string,
  allowedRegistries: readonly string[],
): Record<string, Json> {
  const { probes, parameters, appArmor, namespaceLabels, requestTimeout, deadline, settle, siteName } =
    configuration;
  return {
    probes,
    image,
    allowedRegistries: [...allowedRegistries],
    allowedRegistriesAssumed: configuration.allowedRegistries === undefined,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([id, own]) => [id, parametersAsJson(own)]),
    ),
    appArmor,
    namespaceLabels,
    requestTimeout,
    deadline,
    settle,
    ...(siteName !== undefined && { siteName }),
  };
}

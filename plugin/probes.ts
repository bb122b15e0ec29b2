import {
  controlObject,
  type JsonObject,
  type Parameters,
  type Policy,
  type Probe,
  type ProbeValues,
  patchTried,
  probeObject,
  probesOf,
  testable,
} from "#policies";
import type { Outcome, ProbeResult } from "#results";
import { type Attempt, type AttemptLimits, attempt } from "./attempt.ts";
import { classify, classifyControl } from "./classify.ts";
import { recognise } from "./refusals/recognise.ts";
import type { Progress } from "./sonobuoy.ts";
import { type Tenant, untilReady } from "./tenant.ts";

/** A probe that is to be tried, or the reason why it has no meaning here. */
export interface PlannedProbe {
  readonly probe: Probe;
  readonly policy: Policy;
  readonly parameters: Parameters;
  readonly notApplicable: Extract<Outcome, { kind: "not-applicable" }> | undefined;
  /** Everything about the result that is known beforehand. */
  readonly result: Omit<ProbeResult, "outcome">;
}

/** What decides which probes have a meaning. */
export interface PlanContext {
  /** e.g. `v1.36.3`; empty if it is unknown: then no version rules a probe out. */
  readonly serverVersion: string;
  readonly values: ProbeValues;
  readonly parameters: ReadonlyMap<string, Parameters>;
  readonly appArmor: "present" | "absent";
}

/** The core probes of the policies, in the order of the catalogue. */
export function plannedProbes(policies: readonly Policy[], context: PlanContext): PlannedProbe[] {
  return policies.flatMap((policy) => {
    const parameters = context.parameters.get(policy.id) ?? {};
    const core = probesOf(policy).filter(({ set }) => set === "core");
    return core.map((probe) => ({
      probe,
      policy,
      parameters,
      notApplicable: notApplicable(probe, policy, parameters, context),
      result: {
        probe: probe.id,
        policy: policy.id,
        vantage: context.values.namespace,
        says: probe.says,
        expect: probe.expect,
        weight: probe.weight,
        set: probe.set,
        control: probe.control,
        patch: patchTried(probe, context.values),
        seconds: 0,
      },
    }));
  });
}

function notApplicable(
  probe: Probe,
  policy: Policy,
  parameters: Parameters,
  { serverVersion, values, appArmor }: PlanContext,
): PlannedProbe["notApplicable"] {
  const server = minor(serverVersion);
  if (server !== undefined && server < (minor(probe.minK8s ?? "") ?? 0))
    return { kind: "not-applicable", reason: "server-too-old" };
  if (server !== undefined && server > (minor(probe.maxK8s ?? "") ?? server))
    return { kind: "not-applicable", reason: "server-too-new" };
  const declared = policy.id === "restrict-apparmor" && appArmor === "absent";
  return declared || !testable(probe, policy, values, parameters)
    ? { kind: "not-applicable", reason: "declared" }
    : undefined;
}

/** The minor version of Kubernetes 1.x. */
function minor(version: string): number | undefined {
  const found = /^v?1\.(\d+)/.exec(version)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** What is needed to try the probes. */
export interface TryContext {
  readonly values: ProbeValues;
  readonly failurePolicies: ReadonlyMap<string, string>;
  readonly limits: AttemptLimits;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** Seconds for which a fresh namespace may be not ready: rights and ServiceAccounts spread through caches. */
const readyWithin = 15;

/**
 * Tries the compliant pod and then every probe after its control, one request at a time, as server-side dry run with
 * strict field validation: a violating object is never stored.
 */
export async function tryProbes(
  tenant: Tenant,
  planned: readonly PlannedProbe[],
  { values, failurePolicies, limits, onProgress }: TryContext,
): Promise<{ compliant: Outcome; probes: ProbeResult[] }> {
  const send = (object: JsonObject): Promise<Attempt> => {
    const path = `/api/v1/namespaces/${tenant.namespace}/pods`;
    return attempt(
      tenant.api,
      { method: "POST", path, query: { dryRun: "All", fieldValidation: "Strict" }, body: object },
      limits,
    );
  };
  const notReady = (result: Attempt) => {
    const recognition = result.kind === "denied" ? recognise(result.status) : undefined;
    return recognition?.kind === "other" && ["rbac", "setup", "unauthenticated"].includes(recognition.reason);
  };
  const baseline = await untilReady(
    () => send(controlObject("baseline", values)),
    notReady,
    readyWithin,
    limits.signal,
  );
  const controls = new Map([["baseline", baseline]]);
  const controlOf = async (name: string): Promise<Attempt> => {
    const known = controls.get(name) ?? (await send(controlObject(name, values)));
    controls.set(name, known);
    return known;
  };
  const literals = [values.name, values.namespace, values.image, values.foreignImage, ...registries(values)];
  const probes: ProbeResult[] = [];
  const failures: string[] = [];
  for (const { probe, policy, parameters, notApplicable: reason, result } of planned) {
    if (reason !== undefined) {
      probes.push({ ...result, outcome: reason });
      continue;
    }
    const control = await controlOf(probe.control);
    const sent = probeObject(probe, values);
    const begin = performance.now();
    const answer = await send(sent);
    const seconds = Math.round(performance.now() - begin) / 1000;
    const outcome = classify(answer, {
      policy,
      parameters,
      sent,
      literals,
      control,
      controlIsBaseline: probe.control === "baseline",
      failurePolicies,
    });
    probes.push({ ...result, outcome, seconds });
    if (outcome.kind === "admitted" && probe.expect !== "admit" && probe.weight !== "info")
      failures.push(probe.id);
    onProgress?.({
      msg: probe.id,
      total: planned.length,
      completed: probes.length - failures.length,
      failures,
    });
  }
  return { compliant: classifyControl(baseline), probes };
}

/** The registries of the images that are sent: hosts which engines quote. */
function registries({ image, foreignImage }: ProbeValues): string[] {
  return [image, foreignImage].flatMap((reference) => reference.split("/").slice(0, 1));
}

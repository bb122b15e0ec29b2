import type { ProbeValues } from "#policies";
import type { Api } from "./api.ts";
import { type AttemptLimits, pause } from "./attempt.ts";
import { baselineTrial, sendAsDryRun } from "./dry-run.ts";
import { namespaceState } from "./run-namespace.ts";
import { SetupFailed } from "./setup-failed.ts";
import type { Tenant } from "./tenant.ts";

/** Seconds that OpenShift's controller is given for the ranges of a new namespace. */
const rangedWithin = 15;

/** Without these two annotations no security context constraint can be applied. */
const ranges = ["openshift.io/sa.scc.uid-range", "openshift.io/sa.scc.mcs"];

/** What is needed to wait for them. */
export interface Ranging {
  /** Talks to the cluster as the operator: tenants may not read their namespace. */
  readonly admin: Api;
  readonly limits: AttemptLimits;
  readonly talk: (sentence: string) => void;
}

/**
 * Waits until OpenShift has given a namespace its ranges of ids. Until then the admission plug-in holds back every pod for
 * ten seconds and then refuses it, which is longer than a request may take: it would look like a dead cluster. A
 * namespace that pods can be made in all the same, because the plug-in passes over it, needs none.
 * @throws SetupFailed with the cluster's own words if the ranges do not come
 */
export async function whenRanged(
  tenant: Tenant,
  values: ProbeValues,
  { admin, limits, talk }: Ranging,
): Promise<void> {
  const { namespace } = tenant;
  const lacking = async (): Promise<boolean> => {
    const state = await namespaceState(admin, namespace, limits);
    return state !== undefined && ranges.some((name) => state.annotations[name] === undefined);
  };
  const end = performance.now() + rangedWithin * 1000;
  let lacks = await lacking();
  if (lacks) talk(`waiting until OpenShift has given ${namespace} its ranges of ids`);
  while (lacks && performance.now() < end && !limits.signal.aborted) {
    await pause(1, limits.signal);
    lacks = await lacking();
  }
  if (!lacks || limits.signal.aborted) return;
  const patient = { ...limits, requestTimeout: limits.requestTimeout + rangedWithin };
  const answer = await sendAsDryRun(tenant, baselineTrial(values), patient);
  if (answer.kind === "accepted") return;
  throw new SetupFailed(`OpenShift has not given ${namespace} its ranges of ids`, answer);
}

import type { KubeConfig } from "@kubernetes/client-node";
import { type ProbeResult, replicaSetController } from "#results";
import { apiAs } from "./api.ts";
import type { AttemptLimits } from "./attempt.ts";
import { classify } from "./classify.ts";
import { baselineTrial, sendAsDryRun, type Trial, trialOf } from "./dry-run.ts";
import { type Pace, paced } from "./pace.ts";
import type { Plan } from "./plan.ts";
import type { PlannedProbe } from "./planned-probe.ts";
import { recognise } from "./refusals/recognise.ts";
import type { Tenant } from "./tenant.ts";

/** What is needed to try something as a controller. */
export interface AsController {
  /** The operator's, who must be permitted to impersonate the controller. */
  readonly kubeconfig: KubeConfig;
  readonly userAgent: string;
  readonly pace: Pace;
  readonly limits: AttemptLimits;
}

/**
 * Most pods are made by controllers, and rules may exempt these. So a violation that is refused to the tenant, but
 * admitted in the template of a Deployment, is tried as the controller that would make the pod: if that is admitted, the
 * tenant can have it. Without the right to impersonate the controller nothing is tried and nothing changes.
 *
 * @param found the results of a deep run in the tenant's namespace
 */
export async function tryAsController(
  tenant: Tenant,
  { values, probes: planned }: Plan,
  found: readonly ProbeResult[],
  { kubeconfig, userAgent, pace, limits }: AsController,
): Promise<readonly ProbeResult[]> {
  const suspects = planned.filter((one) => isSuspect(one, found));
  if (suspects.length === 0) return found;
  const controller: Tenant = {
    ...tenant,
    identity: "impersonation",
    api: paced(apiAs(replicaSetController, kubeconfig, userAgent), pace),
  };
  try {
    const baseline = await sendAsDryRun(controller, baselineTrial(values), limits);
    if (baseline.kind !== "accepted") return found;
    const open = new Set<string>();
    for (const { probe, policy, parameters } of suspects) {
      const trial = trialOf(probe, values);
      const context = { policy, parameters, sent: trial.object, literals: [], control: baseline, baseline };
      const isAdmitted = async (): Promise<boolean> => {
        const answer = await sendAsDryRun(controller, trial, limits);
        const { kind } = classify(answer, { ...context, failurePolicies: new Map() });
        return kind === "admitted" || kind === "warned";
      };
      // and still refused to the tenant by a policy: an engine that has failed open meanwhile exempts nobody
      if ((await isAdmitted()) && (await isAdmitted()) && (await isRefused(tenant, trial, limits)))
        open.add(probe.id);
    }
    return found.map((result) =>
      open.has(result.probe)
        ? { ...result, outcome: { kind: "admitted", byController: true } as const }
        : result,
    );
  } finally {
    controller.api.close();
  }
}

async function isRefused(tenant: Tenant, trial: Trial, limits: AttemptLimits): Promise<boolean> {
  const answer = await sendAsDryRun(tenant, trial, limits);
  return answer.kind === "denied" && recognise(answer.status).kind === "policy";
}

/** The lead violation, if it is refused as a pod and admitted in a Deployment. */
function isSuspect({ probe, policy, excused }: PlannedProbe, found: readonly ProbeResult[]): boolean {
  const outcomeOf = (id: string) => found.find((result) => result.probe === id)?.outcome.kind;
  const template = outcomeOf(`${policy.id}/tpl-deployment`);
  return (
    !excused &&
    probe.id === `${policy.id}/${policy.lead}` &&
    outcomeOf(probe.id) === "refused" &&
    (template === "admitted" || template === "warned")
  );
}

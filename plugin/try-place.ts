import type { KubeConfig } from "@kubernetes/client-node";
import { groupsOf, runNamespace, type SiteFacts, storedKinds, storedName, userOf } from "#results";
import type { Api } from "./api.ts";
import { tryAsController } from "./as-controller.ts";
import { type AttemptLimits, attempt } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { collectionPath } from "./dry-run.ts";
import { type ExemptionSources, exemptionsAt } from "./facts/exemptions.ts";
import { failurePoliciesOf } from "./facts/site-facts.ts";
import { findCompliantPod } from "./find-compliant-pod.ts";
import type { Place, Plan } from "./plan.ts";
import { makeRunNamespace, namespaceState, podSecurityLabels } from "./run-namespace.ts";
import { nothingTried, type Tried } from "./run-result.ts";
import { SetupFailed } from "./setup-failed.ts";
import type { Progress } from "./sonobuoy.ts";
import { type StoredObjects, storeObjects } from "./stored-objects.ts";
import { makeTenant, type Tenant } from "./tenant.ts";
import { tryUntilSettled } from "./try-until-settled.ts";

/** One run: its name, its connection as the operator, its limits, and what it knows of the site. */
export interface Run {
  readonly id: string;
  readonly userAgent: string;
  readonly api: Api;
  readonly kubeconfig: KubeConfig;
  readonly configuration: Configuration;
  readonly limits: AttemptLimits;
  readonly facts: SiteFacts;
  readonly exemptions: ExemptionSources;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly talk: (sentence: string) => void;
  /** Called as soon as there is a namespace in which the run can give signs of life. */
  readonly alive: (namespace: string) => Promise<void>;
}

/** One namespace: what is going to be tried there. */
export interface PlannedPlace {
  readonly place: Place;
  readonly plan: Plan;
}

/**
 * All that happens in one namespace: it is made if it is the run's own, a tenant is made in it, the compliant pod and
 * the probes are tried as that tenant. What cannot be set up becomes the reason of every probe.
 */
export async function tryPlace(run: Run, { place, plan }: PlannedPlace): Promise<Tried> {
  const { id, api, kubeconfig, configuration, userAgent, limits, alive, talk } = run;
  const { namespace } = place;
  const kind = namespace === runNamespace(id) ? "fresh" : "tenant";
  let tenant: Tenant | undefined;
  try {
    if (kind === "fresh") await makeRunNamespace(api, id, configuration, limits);
    const made = kind === "fresh" ? performance.now() : Number.NEGATIVE_INFINITY;
    await alive(namespace);
    const { probes, deadline } = configuration;
    const lifetime = deadline + 60;
    tenant = await makeTenant(api, kubeconfig, { runId: id, namespace, probes, lifetime }, userAgent, limits);
    const by = tenant.identity === "impersonation" ? " by impersonation" : "";
    talk(`probing in ${namespace} as a tenant${by}: ${plan.probes.length} probes`);
    return await tryAs(tenant, run, { place, plan }, { kind, made });
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    talk(error.message);
    return nothingTried(plan, kind, error);
  } finally {
    if (tenant !== undefined && configuration.probes === "deep") await removeStored(tenant, run);
    tenant?.api.close();
  }
}

async function tryAs(
  tenant: Tenant,
  { api, kubeconfig, userAgent, configuration, limits, facts, exemptions, onProgress, talk }: Run,
  { place, plan }: PlannedPlace,
  { kind, made }: { readonly kind: Tried["vantage"]["kind"]; readonly made: number },
): Promise<Tried> {
  const { namespace, identity } = tenant;
  const { concurrency, settle } = configuration;
  const state = await namespaceState(api, namespace, limits);
  const found = await findCompliantPod(tenant, plan, state, { configuration, place, limits });
  if (found.alternative !== undefined)
    talk(`${namespace} admits the compliant pod in another form only: ${found.alternative.id}`);
  let stored: StoredObjects | undefined;
  if (configuration.probes === "deep" && found.admitted)
    stored = await storeObjects(tenant, found.plan.values, limits);
  const failurePolicies = failurePoliciesOf(facts);
  const context = { failurePolicies, stored, concurrency, limits, onProgress };
  const round = await tryUntilSettled(tenant, found.plan, context, { admin: api, made, settle, talk });
  const { compliant } = round;
  const probes =
    configuration.probes === "deep" && !limits.signal.aborted
      ? await tryAsController(tenant, found.plan, round.probes, { kubeconfig, userAgent, limits })
      : round.probes;
  const { labels, annotations } = round.state ?? { labels: {}, annotations: {} };
  const user = userOf({ namespace, name: tenant.serviceAccount });
  const groups = groupsOf({ namespace });
  return {
    vantage: {
      namespace,
      kind,
      identity,
      podSecurity: podSecurityLabels({ labels, annotations }),
      compliant,
      ...(found.alternative && { alternative: found.alternative }),
      exemptions: exemptionsAt(exemptions, { namespace, labels, annotations, user, groups }),
    },
    probes,
  };
}

/** Removes what was stored to be updated at once; what is left is found again when the run cleans up. */
async function removeStored(
  { namespace, runId }: Tenant,
  { api, limits }: Pick<Run, "api" | "limits">,
): Promise<void> {
  const always = { ...limits, signal: new AbortController().signal };
  for (const kind of storedKinds) {
    const path = `${collectionPath(kind, namespace)}/${storedName(runId)}`;
    await attempt(api, { method: "DELETE", path }, always);
  }
}

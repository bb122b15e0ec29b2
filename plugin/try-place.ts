import type { KubeConfig } from "@kubernetes/client-node";
import { groupsOf, runNamespace, type SiteFacts, userOf } from "#results";
import type { Api } from "./api.ts";
import { tryAsController } from "./as-controller.ts";
import type { AttemptLimits } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { type ExemptionSources, exemptionsAt } from "./facts/exemptions.ts";
import { openShiftEngine } from "./facts/openshift-exemptions.ts";
import { failurePoliciesOf } from "./facts/site-facts.ts";
import { usableConstraints } from "./facts/usable-constraints.ts";
import { findCompliantPod } from "./find-compliant-pod.ts";
import type { Pace } from "./pace.ts";
import type { Place, Plan } from "./plan.ts";
import { refuseWhatStays } from "./refuse-what-stays.ts";
import { removeObjects, storedPaths } from "./remove-tenant.ts";
import { makeRunNamespace, podSecurityLabels } from "./run-namespace.ts";
import { nothingTried, type Tried } from "./run-result.ts";
import { SetupFailed } from "./setup-failed.ts";
import type { Progress } from "./sonobuoy.ts";
import { storeOnce } from "./store-once.ts";
import { makeTenant, type Tenant } from "./tenant.ts";
import { tryOtherForms } from "./try-other-forms.ts";
import { tryUntilSettled } from "./try-until-settled.ts";
import { whenRanged } from "./when-ranged.ts";

/** One run: its name, its connection as the operator, its limits, and what it knows of the site. */
export interface Run {
  readonly id: string;
  readonly userAgent: string;
  readonly api: Api;
  readonly kubeconfig: KubeConfig;
  readonly configuration: Configuration;
  readonly limits: AttemptLimits;
  readonly pace: Pace;
  readonly facts: SiteFacts;
  readonly exemptions: ExemptionSources;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly talk: (sentence: string) => void;
  /** Called before anything is made in a namespace of a tenant. */
  readonly entering: (namespace: string) => void;
  /** Called when the run has made something in a namespace: from now on it gives signs of life there. */
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
  const { id, api, kubeconfig, configuration, userAgent, limits, pace, exemptions, entering, alive, talk } =
    run;
  const { namespace } = place;
  const kind = namespace === runNamespace(id) ? "fresh" : "tenant";
  let tenant: Tenant | undefined;
  try {
    if (kind === "fresh") await makeRunNamespace(api, id, configuration, limits);
    const made = kind === "fresh" ? performance.now() : Number.NEGATIVE_INFINITY;
    const { probes, deadline } = configuration;
    if (kind === "tenant") {
      await refuseWhatStays(api, namespace, probes, limits);
      entering(namespace);
    }
    const lifetime = deadline + 60;
    const forWhom = { runId: id, namespace, probes, lifetime, pace };
    tenant = await makeTenant(api, kubeconfig, forWhom, userAgent, limits);
    await alive(namespace);
    if (hasConstraints(exemptions)) await whenRanged(tenant, plan.values, { admin: api, limits, talk });
    const by = tenant.identity === "impersonation" ? " by impersonation" : "";
    talk(`probing in ${namespace} as a tenant${by}: ${plan.probes.length} probes`);
    return await tryAs(tenant, run, { place, plan }, { kind, made });
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    talk(error.message);
    return nothingTried(plan, kind, error);
  } finally {
    // a run that is at its end writes its result first
    if (tenant !== undefined && configuration.probes === "deep" && !limits.signal.aborted)
      for (const sentence of await removeObjects(api, storedPaths(namespace, id), id, limits)) talk(sentence);
    tenant?.api.close();
  }
}

/** Whether pods are judged by OpenShift's security context constraints. */
function hasConstraints(sources: ExemptionSources): boolean {
  return sources.some(({ engine }) => engine === openShiftEngine);
}

async function tryAs(
  tenant: Tenant,
  { api, kubeconfig, userAgent, configuration, limits, pace, facts, exemptions, onProgress, talk }: Run,
  { place, plan }: PlannedPlace,
  { kind, made }: { readonly kind: Tried["vantage"]["kind"]; readonly made: number },
): Promise<Tried> {
  const { namespace, identity } = tenant;
  const constraints = hasConstraints(exemptions);
  const { concurrency, settle } = configuration;
  const found = await findCompliantPod(tenant, plan, { admin: api, configuration, place, limits });
  if (found.alternative !== undefined)
    talk(`${namespace} admits the compliant pod in another form only: ${found.alternative.id}`);
  const store =
    configuration.probes === "deep"
      ? storeOnce(tenant, found.plan.values, { admin: api, limits })
      : undefined;
  const failurePolicies = failurePoliciesOf(facts);
  const context = { failurePolicies, store, concurrency, limits, onProgress };
  const round = await tryUntilSettled(tenant, found.plan, context, { admin: api, made, settle, talk });
  const { compliant } = round;
  if (compliant.kind !== "admitted" && "message" in compliant)
    talk(`the compliant pod is not admitted in ${namespace}: ${compliant.message}`);
  const inAnyForm = limits.signal.aborted
    ? round.probes
    : await tryOtherForms(tenant, found.plan, round.probes, { constraints, limits });
  const probes =
    configuration.probes === "deep" && !limits.signal.aborted
      ? await tryAsController(tenant, found.plan, inAnyForm, { kubeconfig, userAgent, pace, limits })
      : inAnyForm;
  const { labels, annotations } = round.state ?? { labels: {}, annotations: {} };
  const user = userOf({ namespace, name: tenant.serviceAccount });
  const groups = groupsOf({ namespace });
  const usable = constraints ? await usableConstraints(tenant.api, namespace, limits) : [];
  return {
    vantage: {
      namespace,
      kind,
      identity,
      podSecurity: podSecurityLabels({ labels, annotations }),
      compliant,
      ...(found.alternative && { alternative: found.alternative }),
      exemptions: exemptionsAt(
        exemptions,
        { namespace, labels, annotations, user, groups, constraints: usable },
        configuration.profile.policies,
      ),
    },
    probes,
  };
}

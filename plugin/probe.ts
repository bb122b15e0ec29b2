import type { KubeConfig } from "@kubernetes/client-node";
import { type RunResult, type SiteFacts, version } from "#results";
import { type Api, apiOf } from "./api.ts";
import { type AttemptLimits, milliseconds } from "./attempt.ts";
import { cleanUp } from "./clean-up.ts";
import type { Configuration } from "./configuration.ts";
import { failurePoliciesOf, readSiteFacts } from "./facts/site-facts.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { type Plan, plan } from "./plan.ts";
import { newRunId } from "./run-id.ts";
import { makeRunNamespace } from "./run-namespace.ts";
import { nothingTried, runResult, type Tried } from "./run-result.ts";
import { SetupFailed } from "./setup-failed.ts";
import type { Progress } from "./sonobuoy.ts";
import { sweep } from "./sweep.ts";
import { makeTenant } from "./tenant.ts";
import { tryUntilSettled } from "./try-until-settled.ts";

/** What a run needs beside its configuration. */
export interface RunOptions {
  readonly kubeconfig: KubeConfig;
  readonly configuration: Configuration;
  /** Image where the configuration names none. */
  readonly defaultImage: string;
  /** Ends the run early: what is known is kept, the cluster is left as it was found. */
  readonly stop: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Sentences about what is going on, for people. */
  readonly talk: (sentence: string) => void;
  /** Called with the result before the cluster is cleaned up, which takes some seconds. */
  readonly onResult: (result: RunResult) => Promise<void>;
  /** Seconds to wait until the namespace is gone; 0: only ask for its removal. */
  readonly waitForRemoval: number;
}

/** One run: its name, its connection as the operator, its limits. */
interface Run {
  readonly id: string;
  readonly userAgent: string;
  readonly api: Api;
  readonly limits: AttemptLimits;
}

/**
 * One run against one cluster, in the order in which things happen: leftovers of earlier runs, facts, plan, a tenant,
 * the probes as that tenant, the result, the removal of what was made. Nothing but a namespace (with ServiceAccount,
 * Role, RoleBinding and Lease) is ever stored.
 *
 * @returns sentences about what could not be cleaned up
 * @throws ConfigurationError if configuration and catalogue do not go together, before anything is created
 * @throws Error of `onResult`, after the cluster was cleaned up
 */
export async function probe(options: RunOptions): Promise<string[]> {
  const { kubeconfig, configuration, stop, talk } = options;
  const started = new Date();
  const id = newRunId();
  const userAgent = `dvs/${version} (run ${id})`;
  const api = apiOf(kubeconfig, userAgent);
  const deadline = AbortSignal.timeout(milliseconds(configuration.deadline));
  const limits = { requestTimeout: configuration.requestTimeout, signal: AbortSignal.any([stop, deadline]) };
  const earlier = await sweep(api, limits, { except: id });
  for (const namespace of earlier.removed) talk(`removed ${namespace}, which an earlier run left behind`);

  let problems: string[] = [];
  try {
    const facts = await readSiteFacts(api, kubeconfig, limits);
    const serverVersion = "value" in facts.kubernetesVersion ? facts.kubernetesVersion.value : undefined;
    const planned = plan(configuration, id, configuration.image ?? options.defaultImage, serverVersion);
    const tried = await tryAsTenant({ id, userAgent, api, limits }, planned, facts, options);
    const ended = stop.aborted ? "stopped" : deadline.aborted ? "deadline" : "finished";
    await options.onResult(runResult(configuration, { id, started, ended }, facts, planned, tried));
  } finally {
    const always = { ...limits, signal: new AbortController().signal };
    problems = await cleanUp(api, id, earlier, always, { ...options, wait: options.waitForRemoval });
    api.close();
  }
  return [...earlier.problems, ...problems];
}

async function tryAsTenant(run: Run, planned: Plan, facts: SiteFacts, options: RunOptions): Promise<Tried> {
  const { id, userAgent, api, limits } = run;
  const { kubeconfig, configuration, onProgress, talk } = options;
  const { namespaceLabels, deadline, settle } = configuration;
  let stopHeartbeat = () => {};
  try {
    await makeRunNamespace(api, id, namespaceLabels, limits);
    const made = performance.now();
    const heartbeat = await startHeartbeat(api, id, limits);
    stopHeartbeat = heartbeat.stop;
    if (heartbeat.problem !== undefined) talk(heartbeat.problem);
    const lifetime = deadline + 60;
    const tenant = await makeTenant(api, kubeconfig, { id, lifetime }, userAgent, limits);
    const by = tenant.identity === "impersonation" ? " by impersonation" : "";
    talk(`probing in ${tenant.namespace} as a tenant${by}: ${planned.probes.length} probes`);
    const context = { failurePolicies: failurePoliciesOf(facts), limits, onProgress };
    const tried = await tryUntilSettled(tenant, planned, context, { admin: api, made, settle, talk });
    tenant.api.close();
    return tried;
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    talk(error.message);
    return nothingTried(planned, error);
  } finally {
    stopHeartbeat();
  }
}

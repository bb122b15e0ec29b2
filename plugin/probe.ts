import type { KubeConfig } from "@kubernetes/client-node";
import { type RunResult, type SiteFacts, version } from "#results";
import { type Api, apiOf } from "./api.ts";
import type { AttemptLimits } from "./attempt.ts";
import { cleanUp } from "./clean-up.ts";
import type { Configuration } from "./configuration.ts";
import { failurePoliciesOf, readSiteFacts } from "./facts/site-facts.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { type Plan, plan } from "./plan.ts";
import { newRunId } from "./run-id.ts";
import { nothingTried, runResult, type Tried } from "./run-result.ts";
import type { Progress } from "./sonobuoy.ts";
import { sweep } from "./sweep.ts";
import { makeTenant, SetupFailed } from "./tenant.ts";
import { tryProbes } from "./try-probes.ts";

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
 * @throws Error of `onResult`, after the cluster was cleaned up
 */
export async function probe(options: RunOptions): Promise<string[]> {
  const { kubeconfig, configuration, stop, talk } = options;
  const started = new Date();
  const id = newRunId();
  const userAgent = `dvs/${version} (run ${id})`;
  const api = apiOf(kubeconfig, userAgent);
  const deadline = AbortSignal.timeout(configuration.deadline * 1000);
  const limits = { requestTimeout: configuration.requestTimeout, signal: AbortSignal.any([stop, deadline]) };
  const run = { id, userAgent, api, limits };
  const earlier = await sweep(api, limits, { except: id });
  for (const namespace of earlier.removed) talk(`removed ${namespace}, which an earlier run left behind`);

  let problems: string[] = [];
  try {
    const facts = await readSiteFacts(api, kubeconfig, limits);
    const serverVersion = "value" in facts.kubernetesVersion ? facts.kubernetesVersion.value : undefined;
    const planned = plan(configuration, id, configuration.image ?? options.defaultImage, serverVersion);
    const tried = await tryAsTenant(run, planned, facts, options);
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
  const { kubeconfig, configuration, onProgress, talk } = options;
  const { namespaceLabels, deadline } = configuration;
  const tenant = await makeTenant(
    run.api,
    kubeconfig,
    { id: run.id, namespaceLabels, lifetime: deadline + 60 },
    run.userAgent,
    run.limits,
  ).catch((error: unknown) => {
    if (error instanceof SetupFailed) return error;
    throw error;
  });
  if (tenant instanceof SetupFailed) {
    talk(tenant.message);
    return nothingTried(planned, tenant);
  }
  const stopHeartbeat = await startHeartbeat(run.api, run.id, run.limits);
  try {
    const by = tenant.identity === "impersonation" ? " by impersonation" : "";
    talk(`probing in ${tenant.namespace} as a tenant${by}: ${planned.probes.length} probes`);
    const failurePolicies = failurePoliciesOf(facts);
    const { limits } = run;
    const found = await tryProbes(tenant, planned, { failurePolicies, limits, onProgress });
    const { namespace, identity, podSecurity } = tenant;
    const vantage = { namespace, kind: "fresh", identity, podSecurity, compliant: found.compliant } as const;
    return { vantage, probes: found.probes };
  } finally {
    stopHeartbeat();
    tenant.api.close();
  }
}

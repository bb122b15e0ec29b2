import type { KubeConfig } from "@kubernetes/client-node";
import {
  type Parameters,
  type ProbeValues,
  parametersAsJson,
  parametersOf,
  policies,
  registryOf,
} from "#policies";
import type { Outcome, RunResult, SiteFacts, Vantage } from "#results";
import { version } from "#results";
import { type Api, apiOf } from "./api.ts";
import { type AttemptLimits, pause } from "./attempt.ts";
import { classifyControl } from "./classify.ts";
import type { Configuration } from "./configuration.ts";
import { failurePoliciesOf, readSiteFacts } from "./facts/site-facts.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { plannedProbes, tryProbes } from "./probes.ts";
import { namespaceOf, newRunId } from "./run-id.ts";
import type { Progress } from "./sonobuoy.ts";
import { removeNamespace, sweep, untilGone } from "./sweep.ts";
import { makeTenant, SetupFailed, type Tenant } from "./tenant.ts";

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
  readonly talk?: (sentence: string) => void;
  /** Called with the result before the cluster is cleaned up, which takes some seconds. */
  readonly onResult: (result: RunResult) => Promise<void>;
  /** Seconds to wait until the namespace is gone; 0: only ask for its removal. */
  readonly waitForRemoval: number;
}

/**
 * One run against one cluster, from leftovers of earlier runs to the removal of its own: facts, tenant, controls and
 * probes, verdict-free result. Nothing but its namespace (with ServiceAccount, Role, RoleBinding and Lease) is stored.
 *
 * @returns sentences about what could not be cleaned up
 */
export async function probe(options: RunOptions): Promise<string[]> {
  const { kubeconfig, configuration, stop, onResult, talk = () => undefined } = options;
  const id = newRunId();
  const started = new Date();
  const userAgent = `dvs/${version} (run ${id})`;
  const api = apiOf(kubeconfig, userAgent);
  const deadline = AbortSignal.timeout(configuration.deadline * 1000);
  const limits = { requestTimeout: configuration.requestTimeout, signal: AbortSignal.any([stop, deadline]) };
  // what a run made is removed even when its time is up
  const unlimited = { requestTimeout: configuration.requestTimeout, signal: new AbortController().signal };
  try {
    const leftovers = await sweep(api, limits, { except: id });
    for (const namespace of leftovers.removed) talk(`removed ${namespace}, which an earlier run left behind`);
    const cluster = kubeconfig.getCurrentCluster();
    if (cluster === null) throw new Error("the kubeconfig names no cluster");
    const facts = await readSiteFacts(api, cluster, limits);
    const result = await probeAsTenant(options, { id, started, userAgent, api, facts, limits, deadline });
    await onResult(result);
    const problems = [...leftovers.problems, ...(await cleanUp(options, api, id, unlimited))];
    return [...problems, ...(await sweepLater(api, leftovers.alive, id, unlimited, stop, talk))];
  } finally {
    api.close();
  }
}

interface RunContext {
  readonly id: string;
  readonly started: Date;
  readonly userAgent: string;
  readonly api: Api;
  readonly facts: SiteFacts;
  readonly limits: AttemptLimits;
  readonly deadline: AbortSignal;
}

async function probeAsTenant(options: RunOptions, context: RunContext): Promise<RunResult> {
  const { kubeconfig, configuration, stop, talk = () => undefined } = options;
  const { id, started, userAgent, api, facts, limits, deadline } = context;
  const image = configuration.image ?? options.defaultImage;
  const declared = configuration.allowedRegistries;
  const allowedRegistries = declared ?? [registryOf(image)];
  const given = { ...configuration.parameters, "restrict-image-registries": { allowedRegistries } };
  const parameters = new Map(
    configuration.profile.policies.map((policy): [string, Parameters] => [
      policy,
      parametersOf(policy, configuration.profile, given),
    ]),
  );
  const minGid = Number(parameters.get("require-non-root-groups")?.["minGid"] ?? 0);
  const values: ProbeValues = {
    name: `p-${id}`,
    namespace: namespaceOf(id),
    serviceAccount: "dvs",
    image,
    foreignImage: "r7f3a91c2.invalid/x/a:1.0.0",
    gid: Math.max(100_000, minGid),
    minGid,
  };
  const planned = plannedProbes(
    configuration.profile.policies.map((policy) => policies[policy]),
    {
      serverVersion: "value" in facts.kubernetesVersion ? facts.kubernetesVersion.value : "",
      values,
      parameters,
      appArmor: configuration.appArmor,
    },
  );
  const base = {
    tool: { name: "dvs", version },
    site: facts,
    profile: {
      id: configuration.profile.id,
      version: configuration.profile.version,
      parameters: Object.fromEntries(parameters),
    },
    configuration: {
      probes: configuration.probes,
      image,
      allowedRegistries: [...allowedRegistries],
      allowedRegistriesAssumed: declared === undefined,
      parameters: Object.fromEntries(
        Object.entries(configuration.parameters).map(([policy, own]) => [policy, parametersAsJson(own)]),
      ),
      appArmor: configuration.appArmor,
      namespaceLabels: configuration.namespaceLabels,
      requestTimeout: configuration.requestTimeout,
      deadline: configuration.deadline,
      ...(configuration.siteName !== undefined && { siteName: configuration.siteName }),
    },
  };
  const finished = (vantage: Vantage, probes: RunResult["probes"]): RunResult => {
    const cutShort = stop.aborted
      ? "the run was stopped before it was finished"
      : deadline.aborted
        ? `the run's limit of ${configuration.deadline} s was reached`
        : undefined;
    const run = { id, started: started.toISOString(), finished: new Date().toISOString() };
    return {
      ...base,
      run: { ...run, ...(cutShort !== undefined && { cutShort }) },
      vantages: [vantage],
      probes,
    };
  };

  let tenant: Tenant;
  try {
    tenant = await makeTenant(
      api,
      kubeconfig,
      { id, namespaceLabels: configuration.namespaceLabels, lifetime: configuration.deadline + 60 },
      userAgent,
      limits,
    );
  } catch (error) {
    if (!(error instanceof SetupFailed)) throw error;
    talk(error.message);
    const outcome = setupOutcome(error);
    const vantage = {
      namespace: values.namespace,
      kind: "fresh",
      identity: "none",
      podSecurity: {},
      compliant: outcome,
    } as const;
    return finished(
      vantage,
      planned.map(({ result, notApplicable }) => ({ ...result, outcome: notApplicable ?? outcome })),
    );
  }
  const stopHeartbeat = await startHeartbeat(api, id, limits);
  try {
    talk(
      `probing in ${tenant.namespace} as ${tenant.identity === "token" ? "a tenant" : "a tenant by impersonation"}: ${planned.length} probes`,
    );
    const { compliant, probes } = await tryProbes(tenant, planned, {
      failurePolicies: failurePoliciesOf(facts),
      values,
      limits,
      onProgress: options.onProgress,
    });
    const { namespace, identity, podSecurity } = tenant;
    return finished({ namespace, kind: "fresh", identity, podSecurity, compliant }, probes);
  } finally {
    stopHeartbeat();
    tenant.api.close();
  }
}

/** Why nothing could be tried. A refusal while setting up is `setup`, unless it says more. */
function setupOutcome(error: SetupFailed): Outcome {
  const outcome = classifyControl(error.attempt);
  const reason =
    outcome.kind === "inconclusive" && outcome.reason !== "unknown-refusal" ? outcome.reason : "setup";
  return { kind: "inconclusive", reason, message: error.message };
}

async function cleanUp(options: RunOptions, api: Api, id: string, limits: AttemptLimits): Promise<string[]> {
  const namespace = namespaceOf(id);
  const problem = await removeNamespace(api, namespace, limits);
  if (problem !== undefined) return [problem];
  if (options.waitForRemoval === 0) return [];
  const left = await untilGone(api, namespace, options.waitForRemoval, limits);
  return left === undefined ? [] : [left];
}

/** Runs that gave a sign of life a moment ago may have been killed since: they are looked at again. */
async function sweepLater(
  api: Api,
  alive: readonly { readonly namespace: string; readonly seconds: number }[],
  id: string,
  limits: AttemptLimits,
  stop: AbortSignal,
  talk: (sentence: string) => void,
): Promise<string[]> {
  if (alive.length === 0 || stop.aborted) return [];
  const seconds = Math.max(...alive.map((run) => run.seconds)) + 1;
  talk(
    `looking again in ${Math.ceil(seconds)} s whether ${alive.map(({ namespace }) => namespace).join(", ")} is still in use`,
  );
  await pause(seconds, stop);
  const again = await sweep(api, limits, { except: id });
  for (const namespace of again.removed) talk(`removed ${namespace}, which a killed run left behind`);
  return [...again.problems];
}

import type { KubeConfig } from "@kubernetes/client-node";
import { type RunResult, runNamespace, version } from "#results";
import { apiOf } from "./api.ts";
import { milliseconds } from "./attempt.ts";
import { cleanUp } from "./clean-up.ts";
import type { Configuration } from "./configuration.ts";
import { readExemptionSources } from "./facts/exemptions.ts";
import { readSiteFacts } from "./facts/site-facts.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { paceOf } from "./pace.ts";
import { type Place, plan } from "./plan.ts";
import { newRunId } from "./run-id.ts";
import { runResult, type Tried } from "./run-result.ts";
import type { Progress } from "./sonobuoy.ts";
import { sweep } from "./sweep.ts";
import { type PlannedPlace, type Run, tryPlace } from "./try-place.ts";

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

/** Seconds within which a run cleans up, beside the wait for the namespace's end; a server may not answer any more. */
const cleanUpWithin = 60;

/**
 * One run against one cluster, in the order in which things happen: leftovers of earlier runs, facts, a plan for each
 * namespace, and in each a tenant and the probes as that tenant; the result, the removal of what was made. Nothing is
 * ever stored but a namespace, a tenant in each (ServiceAccount, Role, RoleBinding), a Lease, and in a deep run the two
 * compliant objects whose update is tried.
 *
 * @returns sentences about what could not be cleaned up
 * @throws ConfigurationError if configuration and catalogue do not go together, before anything is created
 * @throws Error of `onResult`, after the cluster was cleaned up
 */
export async function probe(options: RunOptions): Promise<string[]> {
  const { kubeconfig, configuration, stop, talk, onProgress } = options;
  const { namespaces } = configuration;
  const started = new Date();
  const id = newRunId();
  const userAgent = `dvs/${version} (run ${id})`;
  const api = apiOf(kubeconfig, userAgent);
  const deadline = AbortSignal.timeout(milliseconds(configuration.deadline));
  const limits = { requestTimeout: configuration.requestTimeout, signal: AbortSignal.any([stop, deadline]) };
  const earlier = await sweep(api, limits, { except: id, namespaces });
  for (const place of [...earlier.removed, ...earlier.objects])
    talk(`removed ${place}, which an earlier run left behind`);

  const hearts: (() => void)[] = [];
  const entered: string[] = [];
  let problems: string[] = [];
  try {
    const facts = await readSiteFacts(api, kubeconfig, limits, talk);
    const exemptions = await readExemptionSources(api, limits, talk);
    const serverVersion = "value" in facts.kubernetesVersion ? facts.kubernetesVersion.value : undefined;
    const image = configuration.image ?? options.defaultImage;
    const planned = namespacesOf(configuration, id).map((namespace): PlannedPlace => {
      const place: Place = { runId: id, namespace, image, serverVersion };
      return { place, plan: plan(configuration, place) };
    });
    // in each namespace: another run that knows only one of them must see it there
    const alive = async (namespace: string): Promise<void> => {
      hearts.push(await startHeartbeat(api, { runId: id, namespace }, limits, talk));
    };
    const run: Run = {
      id,
      userAgent,
      api,
      kubeconfig,
      configuration,
      limits,
      pace: paceOf(
        configuration,
        planned.reduce((sum, one) => sum + one.plan.probes.length, 0),
      ),
      facts,
      exemptions,
      onProgress,
      talk,
      alive,
      entering: (namespace) => entered.push(namespace),
    };
    const tried: Tried[] = [];
    for (const one of planned) tried.push(await tryPlace(run, one));
    const ended = stop.aborted ? "stopped" : deadline.aborted ? "deadline" : "finished";
    const [first] = planned;
    if (first === undefined) throw new Error("a configuration names at least one namespace");
    await options.onResult(runResult(configuration, { id, started, ended }, facts, first.plan, tried));
  } finally {
    for (const stop of hearts) stop();
    const always = {
      ...limits,
      signal: AbortSignal.timeout(milliseconds(cleanUpWithin + options.waitForRemoval)),
    };
    problems = await cleanUp(api, { id, entered, configuration }, earlier, always, {
      ...options,
      wait: options.waitForRemoval,
    });
    api.close();
  }
  return [...earlier.problems, ...problems];
}

/** The namespaces of a run: its own first, then those of tenants. */
function namespacesOf({ freshNamespace, namespaces }: Configuration, id: string): string[] {
  return [...(freshNamespace ? [runNamespace(id)] : []), ...namespaces];
}

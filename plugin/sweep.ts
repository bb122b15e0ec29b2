import { z } from "zod";
import { nameForm, runNamespace } from "#results";
import type { Api } from "./api.ts";
import { type Attempt, type AttemptLimits, attempt, objectOf, pause } from "./attempt.ts";
import { deadAfter, deadWithoutLease, leasePath } from "./heartbeat.ts";
import { removeTenant } from "./remove-tenant.ts";
import { runIdOf, runSelector, tenantNamespaces } from "./run-id.ts";
import { messageOf } from "./setup-failed.ts";

/** What became of what earlier runs left behind: their namespaces, and what they made in those of tenants. */
export interface Sweep {
  readonly removed: readonly string[];
  /** Runs whose objects in namespaces of tenants were removed, in words. */
  readonly objects: readonly string[];
  /** Namespaces that the cluster was already removing. */
  readonly leaving: readonly string[];
  /** Namespaces of runs that were alive when last seen, with the seconds after which they would count as dead. */
  readonly alive: readonly { readonly namespace: string; readonly run: string; readonly seconds: number }[];
  /** Sentences about what could not be read or removed. */
  readonly problems: readonly string[];
}

const metadata = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  managedFields: z.array(z.object({ time: z.string().optional() })).optional(),
});
const leaseShape = z.object({ metadata: metadata.partial() });
const listOfObjects = z.object({ items: z.array(z.object({ metadata })) });

/** What a sweep is about. */
export interface SweepOptions {
  /** The run that is asking. */
  readonly except?: string;
  /** A run to remove whether it is alive or not. */
  readonly only?: string;
  /** Tenant namespaces in which runs may have left something, beside those that a run's own namespace names. */
  readonly namespaces?: readonly string[];
  /** Look for what runs left in all namespaces, if that is permitted. */
  readonly everywhere?: boolean;
}

/**
 * Removes what runs left that are dead: made by a run (label and name), and without a sign of life for a while. Both
 * times are the API server's own, so a clock that is wrong here does no harm.
 */
export async function sweep(api: Api, limits: AttemptLimits, options: SweepOptions = {}): Promise<Sweep> {
  const own = await sweepNamespaces(api, limits, options);
  const tenants = await sweepTenants(api, limits, options);
  return {
    removed: own.removed,
    objects: tenants.objects,
    leaving: own.leaving,
    alive: [...own.alive, ...tenants.alive],
    problems: [...own.problems, ...tenants.problems],
  };
}

async function sweepNamespaces(
  api: Api,
  limits: AttemptLimits,
  { except, only }: SweepOptions,
): Promise<Omit<Sweep, "objects">> {
  const listed = await attempt(
    api,
    { method: "GET", path: "/api/v1/namespaces", query: { labelSelector: runSelector } },
    limits,
  );
  const namespaces = listOfObjects.safeParse(objectOf(listed));
  if (!namespaces.success) {
    return {
      removed: [],
      leaving: [],
      alive: [],
      problems: [`namespaces of earlier runs cannot be listed: ${messageOf(listed)}`],
    };
  }
  const removed: string[] = [];
  const leaving: string[] = [];
  const alive: { namespace: string; run: string; seconds: number }[] = [];
  const problems: string[] = [];
  for (const { metadata: found } of namespaces.data.items) {
    const run = runIdOf(found.name);
    if (run === undefined || found.labels["dvs-run"] !== run) continue;
    const asked = only === undefined ? run !== except : run === only;
    if (!asked) continue;
    if (found.deletionTimestamp !== undefined) {
      leaving.push(found.name);
      continue;
    }
    const seconds = only === undefined ? await secondsToLive(api, found.name, run, found, limits) : 0;
    if (typeof seconds === "string") {
      problems.push(seconds);
      continue;
    }
    if (seconds > 0) {
      alive.push({ namespace: found.name, run, seconds });
      continue;
    }
    const left: string[] = [];
    for (const tenants of namespacesIn(found.annotations[tenantNamespaces]))
      left.push(...(await removeTenant(api, tenants, run, limits)));
    problems.push(...left);
    // its annotation is what the next sweep finds the rest by
    if (left.length > 0) continue;
    const problem = await removeNamespace(api, found.name, limits, found.uid);
    if (problem === undefined) removed.push(found.name);
    else problems.push(problem);
  }
  return { removed, leaving, alive, problems };
}

/** The namespaces that a list names; the annotation is not necessarily a run's, so nothing else may pass. */
function namespacesIn(list = ""): string[] {
  return list.split(",").filter((name) => nameForm.test(name));
}

/** Removes what dead runs without a namespace of their own left in namespaces of tenants. */
async function sweepTenants(
  api: Api,
  limits: AttemptLimits,
  { except, only, namespaces = [], everywhere = false }: SweepOptions,
): Promise<Pick<Sweep, "objects" | "alive" | "problems">> {
  const objects: string[] = [];
  const alive: { namespace: string; run: string; seconds: number }[] = [];
  const problems: string[] = [];
  const places = new Set([...namespaces, ...(everywhere ? await tenantsEverywhere(api, limits) : [])]);
  for (const namespace of places) {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const listed = await attempt(api, { method: "GET", path, query: { labelSelector: runSelector } }, limits);
    const accounts = listOfObjects.safeParse(objectOf(listed));
    if (!accounts.success && !(listed.kind === "denied" && listed.status.code === 404))
      problems.push(`what earlier runs left in ${namespace} cannot be listed: ${messageOf(listed)}`);
    for (const { metadata: found } of accounts.data?.items ?? []) {
      const run = runIdOf(found.name);
      if (run === undefined || found.labels["dvs-run"] !== run) continue;
      if (only === undefined ? run === except : run !== only) continue;
      const home = await attempt(
        api,
        { method: "GET", path: `/api/v1/namespaces/${runNamespace(run)}` },
        limits,
      );
      // its own namespace is swept by its own signs of life, and this one with it
      if (home.kind !== "denied" || home.status.code !== 404) continue;
      const seconds = only === undefined ? await secondsToLive(api, namespace, run, found, limits) : 0;
      if (typeof seconds === "string") {
        problems.push(seconds);
        continue;
      }
      if (seconds > 0) {
        alive.push({ namespace, run, seconds });
        continue;
      }
      const left = await removeTenant(api, namespace, run, limits);
      problems.push(...left);
      if (left.length === 0) objects.push(`${found.name} in ${namespace}`);
    }
  }
  return { objects, alive, problems };
}

/** The namespaces in which runs have made tenants; none if that may not be read. */
async function tenantsEverywhere(api: Api, limits: AttemptLimits): Promise<string[]> {
  const query = { labelSelector: runSelector };
  const listed = await attempt(api, { method: "GET", path: "/api/v1/serviceaccounts", query }, limits);
  const accounts = listOfObjects.safeParse(objectOf(listed)).data?.items ?? [];
  return accounts.flatMap(({ metadata: { namespace = "" } }) => namespacesIn(namespace));
}

/**
 * Seconds after which a run counts as dead, by the API server's clock; 0 if it does already.
 * @param namespace in which its lease is
 * @param made what it made first
 * @returns or a sentence, if its signs of life may not be seen
 */
async function secondsToLive(
  api: Api,
  namespace: string,
  run: string,
  made: z.infer<typeof metadata>,
  limits: AttemptLimits,
): Promise<number | string> {
  const read = await attempt(api, { method: "GET", path: leasePath(namespace, run) }, limits);
  if (read.kind === "denied" && read.status.code === 403)
    return `whether the run ${run} is alive cannot be seen (${messageOf(read)}): what it made in ${namespace} is left`;
  const withoutLease = read.kind === "denied" && read.status.code === 404;
  const allowed = withoutLease ? deadWithoutLease : deadAfter;
  // what cannot be read is no proof of death
  if ((read.kind !== "accepted" && !withoutLease) || read.serverTime === undefined) return allowed;
  const lease = leaseShape.safeParse(objectOf(read)).data?.metadata;
  const signs = [
    made.creationTimestamp,
    lease?.creationTimestamp,
    ...(lease?.managedFields ?? []).map(({ time }) => time),
  ];
  const times = signs.map((time) => Date.parse(time ?? "")).filter(Number.isFinite);
  if (times.length === 0) return allowed;
  const silent = (read.serverTime - Math.max(...times)) / 1000;
  return Math.min(allowed, Math.max(0, allowed - silent));
}

/**
 * Asks the cluster to remove a namespace with all that is in it.
 * @param uid if given, only the very namespace that was looked at
 * @returns a sentence about what went wrong, if anything did
 */
export async function removeNamespace(
  api: Api,
  namespace: string,
  limits: AttemptLimits,
  uid?: string,
): Promise<string | undefined> {
  const body = { propagationPolicy: "Background", ...(uid !== undefined && { preconditions: { uid } }) };
  const result = await attempt(
    api,
    { method: "DELETE", path: `/api/v1/namespaces/${namespace}`, body },
    limits,
  );
  if (result.kind === "accepted" || (result.kind === "denied" && result.status.code === 404))
    return undefined;
  return `the namespace ${namespace} could not be removed (${messageOf(result)}): remove it with kubectl delete namespace ${namespace}`;
}

const terminating = z.object({
  status: z.object({
    conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string().default("") })),
  }),
});

/**
 * Waits until a namespace is gone; the cluster takes some seconds. Finalizers are never forced.
 * @returns a sentence about what is left and why, if anything is
 */
export async function untilGone(
  api: Api,
  namespace: string,
  seconds: number,
  limits: AttemptLimits,
): Promise<string | undefined> {
  const end = performance.now() + seconds * 1000;
  let hindrances: readonly Hindrance[] = [];
  while (performance.now() < end && !limits.signal.aborted) {
    const read = await attempt(api, { method: "GET", path: `/api/v1/namespaces/${namespace}` }, limits);
    if (read.kind === "denied" && read.status.code === 404) return undefined;
    if (read.kind === "denied" && read.status.code === 403)
      return `whether the namespace ${namespace} is gone cannot be seen (${messageOf(read)})`;
    if (read.kind === "accepted") hindrances = hindrancesOf(read);
    await pause(0.5, limits.signal);
  }
  const why = hindrances.map(({ type, message }) => `${type}: ${message}`).join("; ");
  const after = `the namespace ${namespace} is still being removed after ${seconds} s`;
  const advice = "dvs cleanup tells whether it is gone";
  return why === ""
    ? `${after}: ${advice}`
    : `${after}, because the cluster says: ${why} (nothing is forced; ${advice})`;
}

/** Why a namespace hangs, in the words of its conditions. */
interface Hindrance {
  readonly type: string;
  readonly message: string;
}

function hindrancesOf(read: Attempt): Hindrance[] {
  const conditions = terminating.safeParse(objectOf(read)).data?.status.conditions ?? [];
  return conditions.filter(({ status }) => status === "True");
}

import { z } from "zod";
import { isObject } from "#policies";
import type { Api } from "../plugin/api.ts";
import { type AttemptLimits, attempt, objectOf, pause } from "../plugin/attempt.ts";
import { messageOf } from "../plugin/setup-failed.ts";
import { removeNamespace, untilGone } from "../plugin/sweep.ts";
import type { Way } from "./subject.ts";

/** Seconds after which sites have labelled a new namespace and put their limits into it. */
const settle = 1;

/** Seconds to wait for the namespace's end, and for everything that removes it. */
const goneWithin = 60;

/** A namespace that is there for the time of the tries. */
export interface TemporaryNamespace {
  /** What went wrong with its making. */
  readonly problem: string | undefined;
  /**
   * Removes it, if it was made; also after a stop.
   * @returns sentences about what is left
   */
  remove(): Promise<readonly string[]>;
}

const shape = z.object({ metadata: z.object({ uid: z.string() }) });
const podList = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

/**
 * Makes the namespace of a way with its ServiceAccount, as `sonobuoy run` would: by its real name, because rules select
 * namespaces by name. The very same is removed, by its uid, should somebody have made another one meanwhile; and only
 * if no pods are in it, should somebody have started a run there.
 */
export async function temporaryNamespace(
  api: Api,
  { namespace, namespaceObject, serviceAccount }: Way,
  limits: AttemptLimits,
): Promise<TemporaryNamespace> {
  // its creation is not broken off, because nobody could tell then whether it happened
  const unbroken = { ...limits, signal: new AbortController().signal };
  const metadata = isObject(namespaceObject["metadata"]) ? namespaceObject["metadata"] : {};
  const annotations = { "dvs-preflight": "made for a dry run of pods, and removed after it" };
  const body = { ...namespaceObject, metadata: { ...metadata, annotations } };
  const made = await attempt(api, { method: "POST", path: "/api/v1/namespaces", body }, unbroken);
  const uid = shape.safeParse(objectOf(made)).data?.metadata.uid;
  if (uid === undefined) return { problem: messageOf(made), remove: async () => [] };
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: serviceAccount } };
  await attempt(
    api,
    { method: "POST", path: `/api/v1/namespaces/${namespace}/serviceaccounts`, body: account },
    limits,
  );
  await pause(settle, limits.signal);
  return {
    problem: undefined,
    async remove() {
      const always = { ...limits, signal: AbortSignal.timeout(2 * goneWithin * 1000) };
      const used = await inUse(api, namespace, always);
      if (used !== undefined) return [used];
      const problem = await removeNamespace(api, namespace, always, uid);
      const left = problem ?? (await untilGone(api, namespace, goneWithin, always));
      return left === undefined ? [] : [left];
    },
  };
}

/** A sentence if there are pods, or if that cannot be told; the dry runs have made none. */
async function inUse(api: Api, namespace: string, limits: AttemptLimits): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const listed = await attempt(api, { method: "GET", path, query: { limit: "1" } }, limits);
  if (listed.kind === "denied" && listed.status.code === 404) return undefined;
  const pods = podList.safeParse(objectOf(listed)).data?.items;
  const advice = `if nothing runs there, remove it with kubectl delete namespace ${namespace}`;
  if (pods === undefined)
    return `the namespace ${namespace}, made for the dry run, is left, because it cannot be seen whether pods are in it (${messageOf(listed)}): ${advice}`;
  const [pod] = pods;
  return pod === undefined
    ? undefined
    : `the namespace ${namespace}, made for the dry run, is left, because a pod was started in it meanwhile (${pod.metadata.name}): ${advice}`;
}

import { z } from "zod";
import { storedKinds, storedName, tenantName } from "#results";
import type { Api } from "./api.ts";
import { type AttemptLimits, attempt, objectOf } from "./attempt.ts";
import { collectionPath } from "./dry-run.ts";
import { leasePath } from "./heartbeat.ts";
import { messageOf } from "./setup-failed.ts";
import { untilReady } from "./until-ready.ts";

/** Paths of all objects that a deep run stores in a namespace. */
export function storedPaths(namespace: string, runId: string): string[] {
  return storedKinds.map((kind) => `${collectionPath(kind, namespace)}/${storedName(runId)}`);
}

/** Paths of a run's tenant in a namespace that is not the run's own, in the order of removal. */
function tenantPaths(namespace: string, runId: string): string[] {
  const name = tenantName(runId);
  const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  return [
    `${roles}/rolebindings/${name}`,
    `${roles}/roles/${name}`,
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`,
    leasePath(namespace, runId),
  ];
}

/**
 * Removes what a run made in a namespace that is not its own.
 * @param stored whether it may have stored objects to update them
 * @returns a sentence for each object that is left
 */
export function removeTenant(
  api: Api,
  namespace: string,
  runId: string,
  limits: AttemptLimits,
  stored = true,
): Promise<string[]> {
  const paths = [...(stored ? storedPaths(namespace, runId) : []), ...tenantPaths(namespace, runId)];
  return removeObjects(api, paths, runId, limits);
}

const found = z.object({
  metadata: z.object({ uid: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
});

/** Seconds within which an object is gone that nothing holds. */
const goneWithin = 5;

/**
 * Removes objects of a run: only those that carry its label, and no other that has taken the name meanwhile.
 * @returns a sentence for each that is left
 */
export async function removeObjects(
  api: Api,
  paths: readonly string[],
  runId: string,
  limits: AttemptLimits,
): Promise<string[]> {
  const left: string[] = [];
  for (const path of paths) {
    const read = await attempt(api, { method: "GET", path }, limits);
    if (isGone(read)) continue;
    const metadata = found.safeParse(objectOf(read)).data?.metadata;
    if (metadata !== undefined && metadata.labels["dvs-run"] !== runId) continue;
    const body = {
      propagationPolicy: "Background",
      ...(metadata !== undefined && { preconditions: { uid: metadata.uid } }),
    };
    // what may not be read may still be removed: the name holds the run's id
    const removed = await attempt(api, { method: "DELETE", path, body }, limits);
    if (isGone(removed)) continue;
    const again = () => attempt(api, { method: "GET", path }, limits);
    const last =
      removed.kind === "accepted"
        ? await untilReady(again, ({ kind }) => kind === "accepted", goneWithin, limits.signal)
        : removed;
    if (last.kind === "accepted")
      left.push(`${path} is still being removed: something holds it, perhaps a finalizer`);
    else if (!isGone(last) && removed.kind !== "accepted")
      left.push(
        `${path} could not be removed (${messageOf(last)}): remove it with kubectl delete --raw ${path}`,
      );
    else if (last.kind === "denied" && last.status.code === 403)
      left.push(`whether ${path} is gone cannot be seen (${messageOf(last)})`);
  }
  return left;
}

function isGone(answer: Awaited<ReturnType<typeof attempt>>): boolean {
  return answer.kind === "denied" && answer.status.code === 404;
}

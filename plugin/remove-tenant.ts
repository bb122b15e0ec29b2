import { storedKinds, storedName, tenantName } from "#results";
import type { Api } from "./api.ts";
import { type AttemptLimits, attempt } from "./attempt.ts";
import { collectionPath } from "./dry-run.ts";
import { leasePath } from "./heartbeat.ts";
import { messageOf } from "./setup-failed.ts";

/** Paths of everything that a run may have made in a namespace that is not its own, in the order of removal. */
function pathsOfRun(namespace: string, runId: string, stored: boolean): string[] {
  const name = tenantName(runId);
  const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  return [
    ...(stored ? storedKinds : []).map((kind) => `${collectionPath(kind, namespace)}/${storedName(runId)}`),
    `${roles}/rolebindings/${name}`,
    `${roles}/roles/${name}`,
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`,
    leasePath(namespace, runId),
  ];
}

/**
 * Removes what a run made in a namespace that is not its own. Names hold the run's id, so nothing else is hit.
 * @param stored whether it may have stored objects to update them
 * @returns a sentence for each object that is left
 */
export async function removeTenant(
  api: Api,
  namespace: string,
  runId: string,
  limits: AttemptLimits,
  stored = true,
): Promise<string[]> {
  const left: string[] = [];
  for (const path of pathsOfRun(namespace, runId, stored)) {
    const body = { propagationPolicy: "Background" };
    const removed = await attempt(api, { method: "DELETE", path, body }, limits);
    if (removed.kind === "accepted" || (removed.kind === "denied" && removed.status.code === 404)) continue;
    left.push(
      `${path} could not be removed (${messageOf(removed)}): remove it with kubectl delete --raw ${path}`,
    );
  }
  return left;
}

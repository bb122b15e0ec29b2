import type { ProbeValues } from "#policies";
import type { Api } from "./api.ts";
import type { AttemptLimits } from "./attempt.ts";
import { baselineTrial, sendAsDryRun } from "./dry-run.ts";
import { removeObjects, storedPaths } from "./remove-tenant.ts";
import { notStored, type StoredObjects, storeObjects } from "./stored-objects.ts";
import type { Tenant } from "./tenant.ts";

/**
 * Stores the objects whose update is tried when they are first asked for. If the compliant pod is not admitted beside
 * them any more, because they use up a quota, they are removed again: the tenant comes first.
 */
export function storeOnce(
  tenant: Tenant,
  values: ProbeValues,
  { admin, limits }: { readonly admin: Api; readonly limits: AttemptLimits },
): () => Promise<StoredObjects> {
  const { namespace, runId } = tenant;
  let stored: StoredObjects | undefined;
  let before: StoredObjects | undefined;
  return async () => {
    if (stored !== undefined) return stored;
    const made = await storeObjects(tenant, values, limits, before);
    before = made;
    const beside = await sendAsDryRun(tenant, baselineTrial(values), limits);
    if (beside.kind !== "denied") {
      // what could not be stored for a moment is tried again in the next round
      if (made.Pod === "stored" && made.Deployment === "stored") stored = made;
      return made;
    }
    await removeObjects(admin, storedPaths(namespace, runId), runId, limits);
    const none = notStored(beside);
    stored = { Pod: none, Deployment: none };
    return stored;
  };
}

import type { ProbeValues } from "#policies";
import { type StoredKind, storedObject } from "#results";
import { type Attempt, type AttemptLimits, attempt } from "./attempt.ts";
import { collectionPath } from "./dry-run.ts";
import type { Tenant } from "./tenant.ts";

/** What became of storing the objects whose update is tried, by kind. */
export type StoredObjects = Readonly<Record<StoredKind, Attempt>>;

/** Stores, as the tenant, what updates and ephemeral containers are tried on: they cannot be on what is not there. */
export async function storeObjects(
  tenant: Tenant,
  values: ProbeValues,
  limits: AttemptLimits,
): Promise<StoredObjects> {
  const store = async (kind: StoredKind): Promise<Attempt> => {
    const path = collectionPath(kind, tenant.namespace);
    const body = storedObject(kind, values, tenant.runId);
    const query = { fieldValidation: "Strict" };
    const answer = await attempt(tenant.api, { method: "POST", path, query, body }, limits);
    // it exists if the connection broke after the first request was heard
    const exists = answer.kind === "denied" && answer.status.code === 409;
    return exists ? { kind: "accepted", object: {}, warnings: [] } : answer;
  };
  return { Pod: await store("Pod"), Deployment: await store("Deployment") };
}

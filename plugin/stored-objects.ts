import { z } from "zod";
import type { ProbeValues } from "#policies";
import { type InconclusiveReason, type StoredKind, storedName, storedObject } from "#results";
import { type Attempt, type AttemptLimits, attempt, objectOf } from "./attempt.ts";
import { classifyControl } from "./classify.ts";
import { collectionPath } from "./dry-run.ts";
import { messageOf } from "./setup-failed.ts";
import type { Tenant } from "./tenant.ts";

/** Why an object is not there whose update is to be tried. */
export interface NotStored {
  readonly reason: InconclusiveReason;
  readonly message: string;
}

/** The objects whose update is tried, by kind: stored, or why not. */
export type StoredObjects = Readonly<Record<StoredKind, "stored" | NotStored>>;

/** What must hold of the stored object, or something could come of it. */
const idle = {
  Pod: z.object({ schedulingGates: z.array(z.unknown()).min(1) }),
  Deployment: z.object({ paused: z.literal(true), replicas: z.literal(0) }),
};
const answerShape = z.object({
  metadata: z.object({ name: z.string(), finalizers: z.array(z.unknown()).max(0).default([]) }),
  spec: z.unknown(),
});

/**
 * Stores, as the tenant, what updates and ephemeral containers are tried on: they cannot be on what is not there. A dry
 * run comes first: what would come back with another name, a finalizer or able to start is not stored.
 * @param before what became of it in an earlier round: what is stored already is there
 */
export async function storeObjects(
  tenant: Tenant,
  values: ProbeValues,
  limits: AttemptLimits,
  before?: StoredObjects,
): Promise<StoredObjects> {
  const store = async (kind: StoredKind): Promise<"stored" | NotStored> => {
    if (before?.[kind] === "stored") return "stored";
    const path = collectionPath(kind, tenant.namespace);
    const body = storedObject(kind, values, tenant.runId);
    const request = { method: "POST", path, body } as const;
    const query = { fieldValidation: "Strict" };
    const tried = await attempt(tenant.api, { ...request, query: { ...query, dryRun: "All" } }, limits);
    if (tried.kind !== "accepted") return notStored(tried);
    const answer = answerShape.safeParse(objectOf(tried));
    const harmless =
      answer.data?.metadata.name === storedName(tenant.runId) &&
      idle[kind].safeParse(answer.data.spec).success;
    if (!harmless) {
      const message = `a ${kind} that is stored here would be changed so that something could come of it: no update was tried`;
      return { reason: "setup", message };
    }
    const made = await attempt(tenant.api, { ...request, query }, limits);
    // it exists if the connection broke after the first request was heard
    const exists = made.kind === "denied" && made.status.code === 409;
    return made.kind === "accepted" || exists ? "stored" : notStored(made);
  };
  return { Pod: await store("Pod"), Deployment: await store("Deployment") };
}

/** Why an object could not be stored, by the answer. */
export function notStored(answer: Attempt): NotStored {
  const outcome = classifyControl(answer);
  const reason = outcome.kind === "inconclusive" ? outcome.reason : "setup";
  return { reason, message: `the object whose update is to be tried cannot be stored: ${messageOf(answer)}` };
}

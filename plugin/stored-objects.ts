import { controlObject, isObject, type JsonObject, type ProbeValues } from "#policies";
import { type Attempt, type AttemptLimits, attempt } from "./attempt.ts";
import { collectionPath } from "./dry-run.ts";
import { labelsOf, storedName } from "./run-id.ts";
import type { Tenant } from "./tenant.ts";

/** What became of storing the objects whose update is tried, by kind. */
export interface StoredObjects {
  readonly Pod: Attempt;
  readonly Deployment: Attempt;
}

/** Kinds of objects that a deep run stores. */
export const storedKinds = ["Pod", "Deployment"] as const;

/**
 * Stores, as the tenant, the compliant pod and a Deployment of it: updates and ephemeral containers cannot be tried
 * on what is not there. The pod has a scheduling gate, the Deployment no replicas and is paused, so nothing is ever
 * scheduled and no further object comes of it.
 */
export async function storeObjects(
  tenant: Tenant,
  values: ProbeValues,
  limits: AttemptLimits,
): Promise<StoredObjects> {
  const store = (kind: (typeof storedKinds)[number], object: JsonObject) =>
    attempt(
      tenant.api,
      {
        method: "POST",
        path: collectionPath(kind, tenant.namespace),
        query: { fieldValidation: "Strict" },
        body: named(object, tenant.runId),
      },
      limits,
    ).then(thereAlready);
  const pod = controlObject("baseline", values);
  const deployment = controlObject("baseline", values, "Deployment");
  return {
    Pod: await store("Pod", withSpec(pod, { schedulingGates: [{ name: "dvs.example/never" }] })),
    Deployment: await store("Deployment", withSpec(deployment, { paused: true })),
  };
}

/** It exists if the connection broke after the first request was heard. */
function thereAlready(answer: Attempt): Attempt {
  const exists = answer.kind === "denied" && answer.status.code === 409;
  return exists ? { kind: "accepted", object: {}, warnings: [] } : answer;
}

function named(object: JsonObject, runId: string): JsonObject {
  const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
  const labels = isObject(metadata["labels"]) ? metadata["labels"] : {};
  const own = { name: storedName(runId), labels: { ...labels, "dvs-run": labelsOf(runId)["dvs-run"] } };
  return { ...object, metadata: { ...metadata, ...own } };
}

function withSpec(object: JsonObject, more: JsonObject): JsonObject {
  const spec = isObject(object["spec"]) ? object["spec"] : {};
  return { ...object, spec: { ...spec, ...more } };
}

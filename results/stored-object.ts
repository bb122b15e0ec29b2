import { controlObject, isObject, type JsonObject, type ProbeValues } from "#policies";
import { runLabels, storedName } from "./run-names.ts";

/** Kinds of objects that a deep run stores. */
export const storedKinds = ["Pod", "Deployment"] as const;

/** Kind of an object that a deep run stores. */
export type StoredKind = (typeof storedKinds)[number];

/**
 * The compliant object whose update a deep run tries. Nothing ever comes of it: the pod has a scheduling gate, the
 * Deployment has no replicas and is paused, so that not even a ReplicaSet is made.
 */
export function storedObject(kind: StoredKind, values: ProbeValues, runId: string): JsonObject {
  const object = controlObject("baseline", values, kind);
  const idle = kind === "Pod" ? { schedulingGates: [{ name: "dvs.example/never" }] } : { paused: true };
  const metadata = asObject(object["metadata"]);
  const labels = { ...asObject(metadata["labels"]), "dvs-run": runLabels(runId)["dvs-run"] };
  return {
    ...object,
    metadata: { ...metadata, name: storedName(runId), labels },
    spec: { ...asObject(object["spec"]), ...idle },
  };
}

function asObject(value: JsonObject[string]): JsonObject {
  return isObject(value) ? value : {};
}

import { isObject, type JsonObject } from "./json.ts";

/** Kinds of workload that hold a pod template. */
export const workloadKinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"] as const;

/** Kind of a workload that holds a pod template. */
export type WorkloadKind = (typeof workloadKinds)[number];

/** The pod that an object is or holds as its template, as far as the static check needs it. */
export function podIn(object: JsonObject): JsonObject {
  const spec = isObject(object["spec"]) ? object["spec"] : {};
  const inner =
    isObject(spec["jobTemplate"]) && isObject(spec["jobTemplate"]["spec"])
      ? spec["jobTemplate"]["spec"]
      : spec;
  const { template } = inner;
  return isObject(template) ? template : object;
}

/** A workload of the kind with the pod as its template, such that it would never run anything. */
export function inWorkload(kind: WorkloadKind, pod: JsonObject): JsonObject {
  const { name, namespace, labels = {}, annotations = {} } = isObject(pod["metadata"]) ? pod["metadata"] : {};
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const metadata = { name, namespace, labels };
  const template = { metadata: { labels, annotations }, spec };
  const oneOff = { ...template, spec: { ...spec, restartPolicy: "Never" } };
  const selector = { matchLabels: labels };
  switch (kind) {
    case "Deployment":
      return { apiVersion: "apps/v1", kind, metadata, spec: { replicas: 0, selector, template } };
    case "StatefulSet":
      return {
        apiVersion: "apps/v1",
        kind,
        metadata,
        spec: { replicas: 0, serviceName: "dvs", selector, template },
      };
    case "DaemonSet":
      return { apiVersion: "apps/v1", kind, metadata, spec: { selector, template } };
    case "Job":
      return {
        apiVersion: "batch/v1",
        kind,
        metadata,
        spec: { suspend: true, backoffLimit: 0, template: oneOff },
      };
    case "CronJob":
      return {
        apiVersion: "batch/v1",
        kind,
        metadata,
        spec: { schedule: "0 0 30 2 *", suspend: true, jobTemplate: { spec: { template: oneOff } } },
      };
  }
}

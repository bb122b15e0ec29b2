import { isObject, type JsonObject } from "#policies";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * An object that was read, as one would apply it: without what the server keeps. Everything else is there, because
 * `kubectl apply` takes away what an earlier manifest had and a new one lacks.
 */
export function asApplied(object: JsonObject, apiVersion: string, kind: string): JsonObject {
  const { name, namespace, labels, annotations } = isObject(object["metadata"]) ? object["metadata"] : {};
  const kept = Object.entries(isObject(annotations) ? annotations : {}).filter(
    ([key]) => key !== lastApplied,
  );
  const metadata = {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    ...(isObject(labels) && { labels }),
    ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }),
  };
  return { apiVersion, kind, metadata, ...(object["spec"] !== undefined && { spec: object["spec"] }) };
}

import { isObject, type JsonObject, podIn } from "#policies";

/**
 * The pod that a controller would make of a workload.
 * @param workload as the API server returned it, with its defaults
 */
export function templatePod(workload: JsonObject): JsonObject | undefined {
  const template = podIn(workload);
  if (template === workload || !isObject(template["spec"])) return undefined;
  const { metadata, spec } = template;
  const claims = isObject(workload["spec"]) ? workload["spec"]["volumeClaimTemplates"] : undefined;
  const claimed = (Array.isArray(claims) ? claims : []).flatMap((claim) => {
    const { name } = isObject(claim) && isObject(claim["metadata"]) ? claim["metadata"] : {};
    return typeof name === "string" ? [{ name, persistentVolumeClaim: { claimName: name } }] : [];
  });
  const { labels, annotations } = isObject(metadata) ? metadata : {};
  const volumes = [...(Array.isArray(spec["volumes"]) ? spec["volumes"] : []), ...claimed];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "of-a-template", labels: labels ?? {}, annotations: annotations ?? {} },
    spec: { ...spec, volumes },
  };
}

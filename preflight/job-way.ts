import { parseAllDocuments } from "yaml";
import { isObject, type JsonObject, podIn, registryOf } from "#policies";
import { listIn } from "./plugin-definition.ts";
import { runNamespaceSubject } from "./run-namespace-subject.ts";
import type { Way } from "./subject.ts";

/** As whom Kubernetes makes the pods of a Job. */
const jobController = { namespace: "kube-system", name: "job-controller" };

/**
 * The plugin run as a Job, without Sonobuoy.
 * @param text the manifest, as `deploy/job.yaml`
 * @param pluginImage in place of the manifest's
 * @throws Error if it lacks its Namespace or its Job
 */
export function jobWay(text: string, pluginImage: string | undefined): Way {
  const objects = parseAllDocuments(text).map((document): unknown => document.toJS());
  const ofKind = (kind: string): JsonObject => {
    const found = objects.filter(isObject).find((object) => object["kind"] === kind);
    if (found === undefined) throw new Error(`it has no ${kind}`);
    return found;
  };
  const job = ofKind("Job");
  const metadata = metadataOf(job);
  const name = String(metadata["name"]);
  const namespace = String(metadata["namespace"]);
  const template = podIn(job);
  const spec = isObject(template["spec"]) ? template["spec"] : {};
  const containers = listIn(spec, "containers").filter(isObject);
  const image = pluginImage ?? String(containers[0]?.["image"]);
  const withImage = { ...spec, containers: containers.map((container) => ({ ...container, image })) };
  const serviceAccount = String(spec["serviceAccountName"]);
  const uid = "00000000-0000-0000-0000-000000000000";
  const labels = {
    ...(metadataOf(template)["labels"] as JsonObject | undefined),
    "batch.kubernetes.io/job-name": name,
    "job-name": name,
  };
  const owner = { apiVersion: "batch/v1", kind: "Job", name, uid, controller: true };
  const jobSpec = isObject(job["spec"]) ? job["spec"] : {};
  return {
    namespace,
    namespaceObject: ofKind("Namespace"),
    serviceAccount,
    podLabel: ["app.kubernetes.io/name", "dvs"],
    subjects: [
      {
        id: "job",
        path: `/apis/batch/v1/namespaces/${namespace}/jobs`,
        object: { ...job, spec: { ...jobSpec, template: { ...template, spec: withImage } } },
      },
      {
        id: "job-pod",
        path: `/api/v1/namespaces/${namespace}/pods`,
        object: {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: `${name}-00000`, namespace, labels, ownerReferences: [owner] },
          spec: withImage,
        },
        as: jobController,
      },
      runNamespaceSubject({ namespace, name: serviceAccount }, {}),
    ],
    images: [image],
    allowedRegistries: [registryOf(image)],
  };
}

function metadataOf(object: JsonObject): JsonObject {
  return isObject(object["metadata"]) ? object["metadata"] : {};
}

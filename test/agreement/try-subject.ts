import type { PolicyId } from "#policies";
import type { Answer, Asker } from "./ask.ts";
import type { Checked } from "./check-text.ts";
import { type Subject, storedName, type Way } from "./subjects.ts";
import { templatePod } from "./template-pod.ts";

/** One object that a cluster was asked about, and what the static check says of it. */
export interface Trial {
  readonly id: string;
  readonly group: Subject["group"];
  readonly way: Way;
  /** The text that was sent. */
  readonly sent: string;
  /** The policies of which the check has findings; of a workload in the pods of its template only. */
  readonly expected: readonly PolicyId[];
  readonly answer: Answer;
}

const paths: Readonly<Record<string, string>> = {
  Pod: "/api/v1/namespaces/NAMESPACE/pods",
  ConfigMap: "/api/v1/namespaces/NAMESPACE/configmaps",
  PersistentVolumeClaim: "/api/v1/namespaces/NAMESPACE/persistentvolumeclaims",
  Secret: "/api/v1/namespaces/NAMESPACE/secrets",
  Service: "/api/v1/namespaces/NAMESPACE/services",
  Deployment: "/apis/apps/v1/namespaces/NAMESPACE/deployments",
  StatefulSet: "/apis/apps/v1/namespaces/NAMESPACE/statefulsets",
  DaemonSet: "/apis/apps/v1/namespaces/NAMESPACE/daemonsets",
  Job: "/apis/batch/v1/namespaces/NAMESPACE/jobs",
  CronJob: "/apis/batch/v1/namespaces/NAMESPACE/cronjobs",
  Ingress: "/apis/networking.k8s.io/v1/namespaces/NAMESPACE/ingresses",
};

/** The path under which objects of a kind are created. */
export function pathOf(kind: string, namespace: string): string {
  const path = paths[kind];
  if (path === undefined) throw new Error(`try-subject.ts does not know where a ${kind} is made.`);
  return path.replace("NAMESPACE", namespace);
}

/**
 * Sends a subject by a dry run, and of a workload the pod of its template as well, as its controller would.
 * @param check of the static side
 */
export async function trySubject(
  { ask }: Pick<Asker, "ask">,
  namespace: string,
  { id, group, way, kind, text }: Pick<Subject, "id" | "group" | "way" | "kind" | "text">,
  { policies }: Pick<Checked, "policies">,
): Promise<readonly Trial[]> {
  const path = pathOf(kind, namespace);
  const stored = `${path}/${storedName}`;
  const requests = {
    created: { method: "POST", path },
    updated: { method: "PATCH", path: stored },
    added: { method: "PUT", path: `${stored}/ephemeralcontainers` },
  } as const;
  const answer = await ask({ ...requests[way], text });
  const trial = { id, group, way, answer, sent: text };
  if (kind === "Pod") return [{ ...trial, expected: policies }];
  // the rules judge pods: a workload is admitted, whatever is in its template
  const own: Trial = { ...trial, expected: [] };
  const pod = answer.admitted ? templatePod(answer.body) : undefined;
  if (pod === undefined) return [own];
  const sent = JSON.stringify(pod);
  const made = await ask({ method: "POST", path: pathOf("Pod", namespace), text: sent });
  return [own, { id, group, way: "of-template", expected: policies, answer: made, sent }];
}

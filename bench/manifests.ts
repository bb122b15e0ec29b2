import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The registry that the manifests' images come from. */
export const benchRegistry = "registry.musterstadt.example";

/**
 * Writes so many invented manifests, one a file: Deployments, StatefulSets and CronJobs by turns, of which every other one
 * keeps to all policies and the rest says nothing about security, as is common.
 * @returns the folder
 */
export async function writeManifests(folder: string, count: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < count; index += 1)
    await writeFile(join(folder, `application-${index}.yaml`), manifest(index));
  return folder;
}

function manifest(index: number): string {
  const name = `application-${index}`;
  const pod = podTemplate(name, index, index % 2 === 0);
  const head = (apiVersion: string, kind: string) => `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
  namespace: team-${index % 50}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
spec:
`;
  const selector = `  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
`;
  switch (index % 3) {
    case 0:
      return `${head("apps/v1", "Deployment")}  replicas: 2\n${selector}  template:\n${indented(pod, 4)}`;
    case 1:
      return `${head("apps/v1", "StatefulSet")}  serviceName: ${name}\n${selector}  template:\n${indented(pod, 4)}`;
    default:
      return `${head("batch/v1", "CronJob")}  schedule: "${index % 60} 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n${indented(pod, 8)}`;
  }
}

function podTemplate(name: string, index: number, adapted: boolean): string {
  const only = (text: string) => (adapted ? text : "");
  const restarts = index % 3 === 2 ? "  restartPolicy: OnFailure\n" : "";
  return `metadata:
  labels:
    app.kubernetes.io/name: ${name}
spec:
${restarts}${only(`  automountServiceAccountToken: false
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile:
      type: RuntimeDefault
`)}  containers:
    - name: main
      image: ${benchRegistry}/${name}:1.${index % 9}.0
${only(`      imagePullPolicy: Always
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      livenessProbe:
        httpGet:
          path: /live
          port: 8080
      readinessProbe:
        httpGet:
          path: /ready
          port: 8080
      resources:
        requests:
          cpu: 100m
          memory: 128Mi
        limits:
          cpu: 500m
          memory: 256Mi
`)}      ports:
        - containerPort: 8080
      env:
        - name: DATABASE_HOST
          value: database.team-${index % 50}.svc
        - name: LOG_LEVEL
          value: info
      volumeMounts:
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: tmp
      emptyDir: {}
`;
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

import { isObject, type Json, type JsonObject } from "#policies";
import { listIn, type PluginDefinition } from "./plugin-definition.ts";

/**
 * What `sonobuoy run --plugin …` makes, by the source of v0.57.5: `pkg/client/gen.go` for the aggregator,
 * `pkg/plugin/driver/job/job.go` and `pkg/plugin/driver/base.go` for the plugin. A test compares it with the output of
 * the real `sonobuoy gen`.
 */
export interface SonobuoyRun {
  readonly namespace: string;
  readonly sonobuoyImage: string;
  /** In place of the definition's. */
  readonly pluginImage: string | undefined;
  /** E.g. `v1.36.3`. */
  readonly serverVersion: string;
}

/** The image of the version whose pods are known here. */
export const sonobuoyImage = "sonobuoy/sonobuoy:v0.57.5";

/** The ServiceAccount of Sonobuoy's pods. */
export const sonobuoyServiceAccount = "sonobuoy-serviceaccount";

const resultsFolder = "/tmp/sonobuoy/results";
const pullPolicy = "IfNotPresent";

/** The namespace as Sonobuoy makes it. */
export function sonobuoyNamespace(name: string): JsonObject {
  const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

/** The pod that `sonobuoy run` makes as the operator. */
export function aggregatorPod({ namespace, sonobuoyImage: image }: SonobuoyRun): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "sonobuoy",
      namespace,
      labels: { component: "sonobuoy", "sonobuoy-component": "aggregator", tier: "analysis" },
    },
    spec: {
      containers: [
        {
          name: "kube-sonobuoy",
          image,
          imagePullPolicy: pullPolicy,
          command: ["/sonobuoy"],
          args: ["aggregator", "--no-exit", "--level=info", "-v=4", "--alsologtostderr"],
          env: [fromField("SONOBUOY_ADVERTISE_IP", "status.podIP")],
          volumeMounts: [
            { name: "sonobuoy-config-volume", mountPath: "/etc/sonobuoy" },
            { name: "sonobuoy-plugins-volume", mountPath: "/plugins.d" },
            { name: "output-volume", mountPath: "/tmp/sonobuoy" },
          ],
        },
      ],
      restartPolicy: "Never",
      securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 },
      serviceAccountName: sonobuoyServiceAccount,
      tolerations: [{ key: "kubernetes.io/e2e-evict-taint-key", operator: "Exists" }],
      volumes: [
        { name: "sonobuoy-config-volume", configMap: { name: "sonobuoy-config-cm" } },
        { name: "sonobuoy-plugins-volume", configMap: { name: "sonobuoy-plugins-cm" } },
        { name: "output-volume", emptyDir: {} },
      ],
    },
  };
}

/** Sixteen digits as Sonobuoy names a run; these stand for one that never was. */
const session = "0000000000000000";

/** The pod that the aggregator makes of a plugin's definition: the plugin's container and Sonobuoy's worker. */
export function pluginPod(definition: PluginDefinition, run: SonobuoyRun): JsonObject {
  const { name, podSpec = defaultPodSpec, volumes } = definition;
  const container = pluginContainer(definition, run);
  const own = definition.hasConfigMap
    ? [{ name: configVolume(definition), configMap: { name: `plugin-${name}-cm` } }]
    : [];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `sonobuoy-${name}-job-${session}`,
      namespace: run.namespace,
      labels: {
        component: "sonobuoy",
        "sonobuoy-component": "plugin",
        "sonobuoy-plugin": name,
        "sonobuoy-run": session,
        tier: "analysis",
      },
      annotations: { "sonobuoy-driver": "Job", "sonobuoy-plugin": name },
      // the aggregator's pod, which is not there yet
      ownerReferences: [
        { apiVersion: "v1", kind: "Pod", name: "sonobuoy", uid: "00000000-0000-0000-0000-000000000000" },
      ],
    },
    spec: {
      ...podSpec,
      containers: [
        ...listIn(podSpec, "containers"),
        container,
        worker(definition, run, listIn(container, "env")),
      ],
      volumes: [...listIn(podSpec, "volumes"), { name: "results", emptyDir: {} }, ...volumes, ...own],
    },
  };
}

/** The plugin's container as `sonobuoy gen` completes it. */
export function pluginContainer(definition: PluginDefinition, run: SonobuoyRun): JsonObject {
  const { container, hasConfigMap } = definition;
  const added = [
    { name: "RESULTS_DIR", value: resultsFolder },
    { name: "SONOBUOY", value: "true" },
    { name: "SONOBUOY_CONFIG_DIR", value: "/tmp/sonobuoy/config" },
    { name: "SONOBUOY_K8S_VERSION", value: run.serverVersion },
    { name: "SONOBUOY_PROGRESS_PORT", value: "8099" },
    { name: "SONOBUOY_RESULTS_DIR", value: resultsFolder },
  ];
  const config = hasConfigMap ? [{ name: configVolume(definition), mountPath: "/tmp/sonobuoy/config" }] : [];
  return {
    ...container,
    ...(run.pluginImage !== undefined && { image: run.pluginImage }),
    env: merged(added, listIn(container, "env")),
    volumeMounts: [
      ...listIn(container, "volumeMounts"),
      ...config,
      { name: "results", mountPath: resultsFolder },
    ],
  };
}

function configVolume({ name }: PluginDefinition): string {
  return `sonobuoy-${name}-vol`;
}

/** The container that Sonobuoy adds, whose security context, resources and probes nobody can set. */
function worker(
  { name }: PluginDefinition,
  { sonobuoyImage: image }: SonobuoyRun,
  pluginEnv: readonly Json[],
): JsonObject {
  const secret = `sonobuoy-plugin-${name}-${session}`;
  const env = [
    fromField("NODE_NAME", "spec.nodeName"),
    { name: "RESULTS_DIR", value: resultsFolder },
    { name: "SONOBUOY_RESULTS_DIR", value: resultsFolder },
    { name: "RESULT_TYPE", value: name },
    { name: "AGGREGATOR_URL", value: "https://192.0.2.1:8080" },
    { name: "CA_CERT", value: "" },
    fromSecret("CLIENT_CERT", secret, "tls.crt"),
    fromSecret("CLIENT_KEY", secret, "tls.key"),
    { name: "SONOBUOY_PROGRESS_PORT", value: "8099" },
    { name: "SONOBUOY_DIR", value: "/tmp/sonobuoy" },
    fromField("SONOBUOY_NS", "metadata.namespace"),
    fromField("SONOBUOY_PLUGIN_POD", "metadata.name"),
    { name: "SONOBUOY_WORKER_CONTAINER", value: "sonobuoy-worker" },
  ];
  return {
    name: "sonobuoy-worker",
    image,
    imagePullPolicy: pullPolicy,
    command: ["/sonobuoy"],
    args: ["worker", "global", "--level=trace", "-v=6", "--logtostderr"],
    env: merged(env, pluginEnv),
    volumeMounts: [{ name: "results", mountPath: resultsFolder }],
  };
}

/** Environments put together as Sonobuoy does it: the first one wins, sorted by name. */
function merged(first: readonly Json[], second: readonly Json[]): Json[] {
  const byName = new Map([...second, ...first].map((entry) => [nameOf(entry), entry]));
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function nameOf(entry: Json): string {
  return isObject(entry) ? String(entry["name"]).toLowerCase() : "";
}

function fromField(name: string, fieldPath: string): JsonObject {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function fromSecret(variable: string, name: string, key: string): JsonObject {
  return { name: variable, valueFrom: { secretKeyRef: { name, key } } };
}

/** What a plugin with the driver Job gets that has no podSpec (`driver/base.go`, defaultJobPodSpec). */
const defaultPodSpec: JsonObject = {
  restartPolicy: "Never",
  serviceAccountName: sonobuoyServiceAccount,
  nodeSelector: { "kubernetes.io/os": "linux" },
  tolerations: [
    { key: "node-role.kubernetes.io/master", operator: "Exists", effect: "NoSchedule" },
    { key: "CriticalAddonsOnly", operator: "Exists" },
    { key: "kubernetes.io/e2e-evict-taint-key", operator: "Exists" },
  ],
};

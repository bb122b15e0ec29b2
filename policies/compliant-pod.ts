import type { JsonObject } from "./json.ts";
import type { PodOverlay } from "./pod-overlay.ts";

/** The values of one run that stand in the objects it tries. */
export interface ProbeValues {
  /** Opaque: engines quote it in their messages, so it must hold no word that a policy's marks match. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** An image that the site permits, with a pinned tag or digest; it is never pulled. */
  readonly image: string;
  /** An image in a registry that no site permits; the host must not resolve. */
  readonly foreignImage: string;
  /** The group that compliant containers run with. */
  readonly gid: number;
  /** The smallest group id that the profile permits. */
  readonly minGid: number;
  /** What is merged into every pod: the site's demands, then an alternative form of the compliant pod. */
  readonly overlays: readonly PodOverlay[];
}

/** Resources of a compliant container: requests equal limits, so ratio rules and QoS rules are content too. */
const resources = {
  requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
  limits: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
};

const securityContext = {
  privileged: false,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** Two probes that differ (some engines insist) and name no host (Pod Security forbids it from 1.34 on). */
function livenessAndReadiness(port: number): JsonObject {
  return {
    livenessProbe: { httpGet: { path: "/livez", port }, periodSeconds: 10 },
    readinessProbe: { httpGet: { path: "/readyz", port }, periodSeconds: 5 },
  };
}

/** A further container that complies as an init container. */
export const initContainer: JsonObject = {
  name: "init",
  image: "$IMAGE",
  imagePullPolicy: "Always",
  resources,
  securityContext,
};

/** A second regular container that complies. */
export const secondContainer: JsonObject = {
  ...initContainer,
  name: "side",
  ...livenessAndReadiness(8081),
};

/** An init container that goes on running beside the others, with probes. */
export const sidecarContainer: JsonObject = {
  ...initContainer,
  name: "sidecar",
  restartPolicy: "Always",
  ...livenessAndReadiness(8081),
};

/** An ephemeral container that complies; the API permits it neither resources nor probes. */
export const ephemeralContainer: JsonObject = {
  name: "dbg",
  image: "$IMAGE",
  imagePullPolicy: "Always",
  securityContext,
};

/**
 * The pod from which every probe is made: it complies with all policies of the catalogue, with Pod Security
 * `restricted`, and leaves to the platform what OpenShift assigns (runAsUser, fsGroup, SELinux level). No ports:
 * with hostNetwork the API server would turn them into host ports, and a probe would break two rules at once.
 */
export const compliantPod: JsonObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "$NAME",
    namespace: "$NAMESPACE",
    labels: {
      "app.kubernetes.io/name": "dvs",
      "app.kubernetes.io/instance": "dvs",
      "app.kubernetes.io/component": "pod",
      "app.kubernetes.io/part-of": "dvs",
      "app.kubernetes.io/managed-by": "dvs",
    },
    annotations: {},
  },
  spec: {
    serviceAccountName: "$SERVICE_ACCOUNT",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: "Always",
    securityContext: {
      runAsNonRoot: true,
      runAsGroup: "$GID",
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "main",
        image: "$IMAGE",
        imagePullPolicy: "Always",
        resources,
        ...livenessAndReadiness(8080),
        securityContext,
      },
    ],
  },
};

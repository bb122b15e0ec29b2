import type { JsonObject } from "#policies";
import type { Place, Question, Rival } from "./rival.ts";

/**
 * Probr's Kubernetes pack (github.com/probr/probr-pack-kubernetes), as read at commit
 * b53248818d2163fc21a72595eae96aeeb06a714f: internal/podsecurity/podsecurity.go, internal/container_registry_access/
 * container_registry_access.go and internal/connection/connection.go; the scenarios in podsecurity.feature at commit
 * 3c60fa2f5859ff7aa67ef1a322babe63c539c07a, container_registry_access.feature at eb4d8236e85aca48f7c98f6ec74570953b86f176;
 * and of github.com/probr/probr-sdk, providers/kubernetes:
 * constructors/constructors.go at commit a4caa2b741d8ca0c5ddb3135029c0e5668d85c51 for the pod, connection/connection.go
 * at a8bbae7f3f3f15080ca535bbdbe707eda6ab54f0 for how it is created.
 *
 * Scenarios in Gherkin: most are pairs of a pod whose creation must succeed and one whose creation must fail; if the
 * first step fails, the second is not run. Pods are really created, as whom the kubeconfig says, in a namespace that
 * Probr creates itself if it is not there, and deleted again. Creation "fails" as it should if the API server answered
 * 403, or if the error mentions ErrImagePull; any other error fails the scenario as unexpected.
 */
export const probr: Rival = {
  id: "probr",
  identity: "administrator",
  questions: [
    pair("k-pod-003", "hostPID", "disallow-host-namespaces/hostpid", (spec) => ({ ...spec, hostPID: true })),
    pair("k-pod-005", "hostIPC", "disallow-host-namespaces/hostipc", (spec) => ({ ...spec, hostIPC: true })),
    pair("k-pod-007", "hostNetwork", "disallow-host-namespaces/hostnetwork", (spec) => ({
      ...spec,
      hostNetwork: true,
    })),
    pair("k-pod-009", "user 0", "require-run-as-non-root/unset", (spec) => ({
      ...spec,
      securityContext: { ...podContext, runAsUser: 0 },
    })),
    // an outline: each example is a scenario of its own, so this one has no pod that must be admitted first
    {
      id: "k-pod-012",
      about: "adding NET_RAW",
      probe: "disallow-add-capabilities/main-net-admin",
      violating: (place) => pod(place, { capabilities: { drop: [], add: ["NET_RAW"] } }),
    },
    {
      id: "k-pod-012-unset",
      about: "a container that drops no capability",
      violating: (place) => pod(place, { capabilities: { drop: [] } }),
    },
    {
      id: "k-cra-003",
      about: "an image of a foreign registry",
      probe: "restrict-image-registries/main-unknown-registry",
      compliant: (place) => pod(place),
      violating: (place) => pod({ ...place, image: place.foreignImage }),
    },
    {
      id: "k-pod-001",
      about: "allowPrivilegeEscalation",
      compliant: (place) => pod(place),
      violating: (place) => pod(place, { allowPrivilegeEscalation: true }),
    },
    {
      id: "k-pod-011",
      about: "a pod without the annotation for seccomp",
      compliant: (place) => pod(place),
      violating: (place) => ({
        ...pod(place),
        metadata: { name: podName, namespace: place.namespace, labels },
      }),
    },
  ],
  judge({ code, message }) {
    if (code < 400) return "admitted";
    return code === 403 || message.includes("ErrImagePull") ? "refused" : "error";
  },
};

/** A pod that must be admitted, and one that differs from it in its spec. */
function pair(id: string, about: string, probe: string, violate: (spec: JsonObject) => JsonObject): Question {
  return {
    id,
    about,
    probe,
    compliant: (place) => pod(place),
    violating: (place) => ({ ...pod(place), spec: violate(specOf(place)) }),
  };
}

const podName = "podsecurity-1";
const labels = { app: "probr-probe" };
const podContext = { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000, supplementalGroups: [1] };

/** The pod of all scenarios: unlike ours, it has neither resources nor probes, and runAsNonRoot is not set. */
function pod(place: Place, securityContext: JsonObject = {}): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: podName,
      namespace: place.namespace,
      labels,
      annotations: { "seccomp.security.alpha.kubernetes.io/pod": "runtime/default" },
    },
    spec: specOf(place, securityContext),
  };
}

function specOf({ image }: Place, securityContext: JsonObject = {}): JsonObject {
  return {
    securityContext: podContext,
    nodeSelector: { "kubernetes.io/os": "linux" },
    containers: [
      {
        name: "podsecurity-probe-pod",
        image,
        imagePullPolicy: "IfNotPresent",
        command: ["sleep", "60"],
        securityContext: {
          privileged: false,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["NET_RAW"] },
          ...securityContext,
        },
      },
    ],
  };
}

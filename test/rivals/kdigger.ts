import type { JsonObject } from "#policies";
import type { Place, Rival } from "./rival.ts";

/**
 * kdigger's admission bucket (github.com/quarkslab/kdigger), as read in pkg/plugins/admission/admission.go at commit
 * 39ed562c1ba8a96c59975cf9dcf3c092d241967e, the newest version of the file that could be had; its changelog up to the
 * release that moved to Kubernetes 1.30 names no change of what is sent or counted but the dry run.
 *
 * Six pods, each with one violation and nothing else set, are created in the current namespace by the current identity
 * (meant: the service account of the pod that it runs in), since a release after 1.3 as server-side dry run. Whatever error the client
 * returns makes `success` false; the check for Forbidden in its place is commented out. The error is printed beside it.
 */
export const kdigger: Rival = {
  id: "kdigger",
  identity: "tenant",
  questions: [
    {
      id: "privilegedPod",
      about: "a privileged container",
      probe: "disallow-privileged-containers/main",
      violating: (place) => pod(place, { container: { privileged: true } }),
    },
    {
      id: "hostPIDPod",
      about: "hostPID",
      probe: "disallow-host-namespaces/hostpid",
      violating: (place) => pod(place, { spec: { hostPID: true } }),
    },
    {
      id: "hostNetworkPod",
      about: "hostNetwork",
      probe: "disallow-host-namespaces/hostnetwork",
      violating: (place) => pod(place, { spec: { hostNetwork: true } }),
    },
    {
      id: "runAsRootPod",
      about: "running as root",
      probe: "require-run-as-non-root/main-false",
      violating: (place) => pod(place, { container: { runAsNonRoot: false, runAsUser: 0 } }),
    },
    {
      id: "hostPathPod",
      about: "a hostPath volume",
      violating: (place) => pod(place, { spec: { volumes: [{ name: "rootfs", hostPath: { path: "/" } }] } }),
    },
    {
      id: "privilegeEscalationPod",
      about: "allowPrivilegeEscalation",
      violating: (place) => pod(place, { container: { allowPrivilegeEscalation: true } }),
    },
  ],
  judge: ({ code }) => (code < 400 ? "admitted" : "refused"),
};

/** The image has no registry and cannot be pulled, whatever the site permits. */
function pod(
  { namespace }: Place,
  { spec = {}, container }: { spec?: JsonObject; container?: JsonObject },
): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, generateName: "admission-bucket-" },
    spec: {
      ...spec,
      containers: [
        {
          name: "foo",
          image: "ThisImageDoesNotExist",
          ...(container !== undefined && { securityContext: container }),
        },
      ],
    },
  };
}

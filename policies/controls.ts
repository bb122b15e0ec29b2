import { ephemeralContainer, initContainer, secondContainer, sidecarContainer } from "./compliant-pod.ts";
import { add, type Operation, remove, replace } from "./patch.ts";
import type { Position } from "./policy.ts";
import type { PolicyId } from "./policy-id.ts";

/** A compliant pod that a probe differs from in exactly the probed property. */
export interface Control {
  readonly says: string;
  /** Relative to the compliant pod. */
  readonly patch: readonly Operation[];
  readonly minK8s?: string;
  /**
   * The one policy with which this control does not comply, because the API server permits the probed property only
   * together with what that policy forbids. Who refuses this control so keeps the probe out as well.
   */
  readonly breaks?: PolicyId;
  /** Whether the container goes into a pod that exists (subresource `ephemeralcontainers`). */
  readonly ephemeral?: true;
}

const withInit = add("/spec/initContainers", [initContainer]);
const withSecond = add("/spec/containers/-", secondContainer);
const withEphemeral = add("/spec/ephemeralContainers", [ephemeralContainer]);

/**
 * The controls by name. Those that not every profile permits are used by policies of other profiles only. The API forbids `privileged` together with `allowPrivilegeEscalation: false`: hence `no-ape`.
 */
export const controls: Readonly<Record<string, Control>> = {
  baseline: { says: "the compliant pod", patch: [] },
  "with-init": { says: "with a compliant init container", patch: [withInit] },
  "with-second": { says: "with a second compliant container", patch: [withSecond] },
  "with-sidecar": {
    says: "with a compliant sidecar (restartable init container)",
    patch: [add("/spec/initContainers", [sidecarContainer])],
    minK8s: "1.29",
  },
  "with-ephemeral": { says: "with a compliant ephemeral container", patch: [withEphemeral], ephemeral: true },
  "no-ape": {
    says: "allowPrivilegeEscalation unset",
    patch: [remove("/spec/containers/0/securityContext/allowPrivilegeEscalation")],
    breaks: "disallow-privilege-escalation",
  },
  "init-no-ape": {
    says: "init container with allowPrivilegeEscalation unset",
    patch: [withInit, remove("/spec/initContainers/0/securityContext/allowPrivilegeEscalation")],
    breaks: "disallow-privilege-escalation",
  },
  "second-no-ape": {
    says: "second container with allowPrivilegeEscalation unset",
    patch: [withSecond, remove("/spec/containers/1/securityContext/allowPrivilegeEscalation")],
    breaks: "disallow-privilege-escalation",
  },
  "ephemeral-no-ape": {
    says: "ephemeral container with allowPrivilegeEscalation unset",
    patch: [withEphemeral, remove("/spec/ephemeralContainers/0/securityContext/allowPrivilegeEscalation")],
    ephemeral: true,
    breaks: "disallow-privilege-escalation",
  },
  "hostusers-false": {
    says: "in a user namespace",
    patch: [add("/spec/hostUsers", false)],
    minK8s: "1.25",
  },
  "hostusers-false-init": {
    says: "in a user namespace, with an init container",
    patch: [withInit, add("/spec/hostUsers", false)],
    minK8s: "1.25",
  },
  "no-cpu-limit": {
    says: "without a CPU limit, which the catalogue does not demand",
    patch: [remove("/spec/containers/0/resources/limits/cpu")],
  },
  "latest-always": {
    says: "tag latest with imagePullPolicy Always",
    patch: [replace("/spec/containers/0/image", "$IMAGE_REPO:latest")],
  },
  "untagged-always": {
    says: "image without a tag, with imagePullPolicy Always",
    patch: [replace("/spec/containers/0/image", "$IMAGE_REPO")],
  },
  "init-latest-always": {
    says: "init image with tag latest and imagePullPolicy Always",
    patch: [withInit, replace("/spec/initContainers/0/image", "$IMAGE_REPO:latest")],
  },
  "second-latest-always": {
    says: "second image with tag latest and imagePullPolicy Always",
    patch: [withSecond, replace("/spec/containers/1/image", "$IMAGE_REPO:latest")],
  },
  "ephemeral-latest-always": {
    says: "ephemeral image with tag latest and imagePullPolicy Always",
    patch: [withEphemeral, replace("/spec/ephemeralContainers/0/image", "$IMAGE_REPO:latest")],
    ephemeral: true,
  },
  "safe-sysctl": {
    says: "with one safe sysctl",
    patch: [
      add("/spec/securityContext/sysctls", [{ name: "net.ipv4.ip_local_port_range", value: "32768 60999" }]),
    ],
  },
  "image-volume": {
    says: "with an image volume from a permitted registry",
    patch: [add("/spec/volumes", [{ name: "img", image: { reference: "$IMAGE", pullPolicy: "Always" } }])],
    minK8s: "1.35",
  },
  "host-network": {
    says: "with hostNetwork, without which the API permits no HostProcess containers",
    patch: [add("/spec/hostNetwork", true)],
    breaks: "disallow-host-namespaces",
  },
  "empty-dir": {
    says: "with an emptyDir volume",
    patch: [add("/spec/volumes", [{ name: "vol", emptyDir: {} }])],
  },
  windows: {
    says: "a Windows pod, without the fields that the API forbids there",
    patch: [
      add("/spec/os", { name: "windows" }),
      replace("/spec/securityContext", { runAsNonRoot: true }),
      remove("/spec/containers/0/securityContext"),
    ],
    minK8s: "1.25",
  },
  "restart-never": {
    says: "with restartPolicy Never",
    patch: [replace("/spec/restartPolicy", "Never")],
  },
};

/** Where a position begins in the pod, and the control that has something there. */
export const positions: Readonly<Record<Position, { readonly pointer: string; readonly control: string }>> = {
  object: { pointer: "", control: "baseline" },
  pod: { pointer: "/spec", control: "baseline" },
  main: { pointer: "/spec/containers/0", control: "baseline" },
  second: { pointer: "/spec/containers/1", control: "with-second" },
  init: { pointer: "/spec/initContainers/0", control: "with-init" },
  ephemeral: { pointer: "/spec/ephemeralContainers/0", control: "with-ephemeral" },
};

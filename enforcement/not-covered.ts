import type { PolicyId } from "#policies";

/** What a policy's rule cannot see or does not judge, whatever engine evaluates it; it stands in the head of its file. */
export const notCovered: Readonly<Partial<Record<PolicyId, string>>> = {
  "disallow-add-capabilities":
    "the capabilities that the runtime grants by itself to whoever does not drop them",
  "disallow-host-namespaces": "other ways to the host, such as hostPath volumes and host ports",
  "disallow-privileged-containers":
    "what works without privileged mode, such as privilege escalation, hostPath volumes and Windows' hostProcess",
  "disallow-selinux-options":
    "levels while tolerateAssignedLevel is true: a rule cannot tell the platform's from the tenant's",
  "imagepullpolicy-always": "other tags that are moved from one image to another",
  "require-default-proc-mount":
    "nothing is left to judge where the API server sets the value back by itself (before 1.33, or without its feature gate)",
  "require-health-and-liveness-check":
    "whether a probe tells anything of the application, and init containers that keep running (sidecars)",
  "require-limits-and-requests":
    "how high the values are, 0 included, and ephemeral containers, which may have none",
  "require-non-root-groups": "groups that the image's own /etc/group adds to its user",
  "require-run-as-non-root":
    "runAsUser: 0 beside runAsNonRoot: true, a contradiction for which the kubelet does not start the container",
  "require-ro-rootfs": "ephemeral containers, and volumes that can be written to",
  "restrict-apparmor": "nodes without AppArmor, on which no profile has an effect",
  "restrict-image-registries": "what a node really pulls: mirrors and rewrites in its own configuration",
  "restrict-sysctls":
    "sysctls that count as safe in a newer Kubernetes only: safeSysctls has to be extended for them",
};

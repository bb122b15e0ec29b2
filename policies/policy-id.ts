/**
 * The policies of the catalogue. The 14 names of Table 3 come first, without `.yaml`, underscores as hyphens; then those
 * that only the Pod Security Standards demand.
 */
export const policyIds = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "disallow-selinux-options",
  "imagepullpolicy-always",
  "require-default-proc-mount",
  "require-health-and-liveness-check",
  "require-limits-and-requests",
  "require-non-root-groups",
  "require-run-as-non-root",
  "require-ro-rootfs",
  "restrict-apparmor",
  "restrict-image-registries",
  "restrict-sysctls",
  "disallow-host-path",
  "disallow-host-ports",
  "disallow-host-process",
  "disallow-privilege-escalation",
  "disallow-probe-host",
  "require-drop-all-capabilities",
  "require-run-as-non-root-user",
  "restrict-seccomp",
  "restrict-volume-types",
] as const;

/** Id of a policy of the catalogue. Ids from results of other versions are plain strings. */
export type PolicyId = (typeof policyIds)[number];

/** Whether a string is the id of a policy of this catalogue. */
export function isPolicyId(id: string): id is PolicyId {
  return policyIds.some((known) => known === id);
}

/** The policies of the catalogue; so far the 14 names of Table 3, without `.yaml`, underscores as hyphens. */
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
] as const;

/** Id of a policy of the catalogue. Ids from results of other versions are plain strings. */
export type PolicyId = (typeof policyIds)[number];

/** Whether a string is the id of a policy of this catalogue. */
export function isPolicyId(id: string): id is PolicyId {
  return policyIds.some((known) => known === id);
}

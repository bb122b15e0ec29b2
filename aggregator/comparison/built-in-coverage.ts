import type { PolicyId } from "#policies";

/** How far something that a platform brings along covers a policy, as runs against it have shown. */
export interface BuiltInCoverage {
  /** The lowest level of Pod Security Admission that refuses violations. */
  readonly podSecurity?: { readonly level: "baseline" | "restricted"; readonly looser?: true };
  /** OpenShift's security context constraint restricted-v2, as it is delivered; absent if that is not known. */
  readonly scc?: "enforced" | "partly" | "none";
}

/**
 * By policy. Pod Security: the Pod Security Standards' list of controls, and a run at level restricted
 * (examples/round-2/beispielkreis.tar.gz). SCC: `openshift-stock` in docs/engines.md.
 */
export const builtInCoverage: Readonly<Record<PolicyId, BuiltInCoverage>> = {
  "disallow-add-capabilities": { podSecurity: { level: "restricted" }, scc: "enforced" },
  "disallow-host-namespaces": { podSecurity: { level: "baseline" }, scc: "enforced" },
  "disallow-host-path": { podSecurity: { level: "baseline" } },
  "disallow-host-ports": { podSecurity: { level: "baseline" } },
  "disallow-host-process": { podSecurity: { level: "baseline" } },
  "disallow-privilege-escalation": { podSecurity: { level: "restricted" } },
  "disallow-privileged-containers": { podSecurity: { level: "baseline" }, scc: "enforced" },
  "disallow-probe-host": { podSecurity: { level: "baseline" } },
  "disallow-selinux-options": { podSecurity: { level: "baseline", looser: true }, scc: "enforced" },
  "imagepullpolicy-always": { scc: "none" },
  "require-default-proc-mount": { podSecurity: { level: "baseline" }, scc: "none" },
  "require-drop-all-capabilities": { podSecurity: { level: "restricted" } },
  "require-health-and-liveness-check": { scc: "none" },
  "require-limits-and-requests": { scc: "none" },
  "require-non-root-groups": { scc: "partly" },
  "require-ro-rootfs": { scc: "none" },
  "require-run-as-non-root": { podSecurity: { level: "restricted" }, scc: "enforced" },
  "require-run-as-non-root-user": { podSecurity: { level: "restricted" } },
  "restrict-apparmor": { podSecurity: { level: "baseline", looser: true }, scc: "none" },
  "restrict-image-registries": { scc: "none" },
  "restrict-seccomp": { podSecurity: { level: "restricted" } },
  "restrict-sysctls": { podSecurity: { level: "baseline" }, scc: "enforced" },
  "restrict-volume-types": { podSecurity: { level: "restricted" } },
};

import type { Profile } from "../profile.ts";

/**
 * All controls of level `restricted` of the Pod Security Standards, those of `baseline` included, as the module
 * k8s.io/pod-security-admission v0.37.2 of Kubernetes 1.37 decides them. Each control says since which version the
 * standard has it; on older servers its probes are not applicable. Nothing holds for older servers only: what later
 * versions relaxed (user namespaces, further sysctls, an SELinux type) are edge cases that begin with that version.
 */
export const pssRestricted: Profile = {
  id: "pss-restricted",
  version: "1.37",
  title: {
    de: "Pod Security Standards von Kubernetes, Stufe restricted",
    en: "Kubernetes' Pod Security Standards, level restricted",
  },
  catalogue: "pod-security-standards",
  policies: [
    "disallow-add-capabilities",
    "disallow-host-namespaces",
    "disallow-host-path",
    "disallow-host-ports",
    "disallow-host-process",
    "disallow-privilege-escalation",
    "disallow-privileged-containers",
    "disallow-probe-host",
    "disallow-selinux-options",
    "require-default-proc-mount",
    "require-drop-all-capabilities",
    "require-run-as-non-root",
    "require-run-as-non-root-user",
    "restrict-apparmor",
    "restrict-seccomp",
    "restrict-sysctls",
    "restrict-volume-types",
  ],
  parameters: {
    "disallow-add-capabilities": { allowedCapabilities: ["NET_BIND_SERVICE"] },
    // the last one since 1.31
    "disallow-selinux-options": {
      allowedTypes: ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"],
    },
    "require-run-as-non-root": { tolerateUserNamespace: true },
    "require-run-as-non-root-user": { tolerateUserNamespace: true },
    "restrict-apparmor": { allowedProfiles: ["runtime/default", "localhost/*"] },
    // reserved ports since 1.27, keepalive and fin_timeout 1.29, rmem and wmem 1.32, the last two 1.37
    "restrict-sysctls": {
      safeSysctls: [
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
        "net.ipv4.tcp_slow_start_after_idle",
        "net.ipv4.tcp_notsent_lowat",
      ],
    },
  },
  since: { "disallow-probe-host": "1.34" },
  probes: {
    "disallow-add-capabilities/main-net-bind-service": { expect: "admit", weight: "should" },
    "disallow-selinux-options/pod-allowed-type": { expect: "admit" },
    "disallow-selinux-options/pod-level-only": { expect: "admit" },
    "require-run-as-non-root/userns-unset": { expect: "admit", weight: "should", minK8s: "1.35" },
    "require-run-as-non-root-user/userns-0": { expect: "admit", weight: "should", minK8s: "1.35" },
    "restrict-apparmor/annotation-localhost": { expect: "admit" },
    "restrict-apparmor/field-main-localhost": { expect: "admit" },
    "restrict-sysctls/edge-safe-keepalive": { weight: "should" },
  },
};

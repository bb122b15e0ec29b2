import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The seed does not list its safe subset. Taken: the list of the Pod Security Standards, all that Kubernetes 1.32 and
 * later count as safe; a site that refuses one of the newer ones is stricter, never at fault. Slashes count as dots.
 * Every kubelet refuses unsafe sysctls by default as well, but only after admission: a dry run cannot see that.
 */
export const restrictSysctls: Policy = {
  id: "restrict-sysctls",
  seedName: "restrict-sysctls.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Nur sichere Sysctls",
      forbids: "Pods setzen nur Kernel-Parameter (Sysctls), die als sicher gelten.",
      why: "Andere Sysctls wirken auf den ganzen Knoten: Sie können Schutzmechanismen abschalten oder fremde Anwendungen stören.",
      comply:
        "securityContext.sysctls weglassen oder auf sichere Parameter beschränken; alles andere stellt der Betreiber am Knoten ein.",
      practice: [
        "`net.core.somaxconn`, `vm.max_map_count` und `kernel.shmmax` sind nicht sicher. Weglassen und in der Installationsanleitung nennen: Der Betreiber kann sie an den Knoten setzen. PostgreSQL braucht `kernel.shmmax` seit Jahren nicht mehr; OpenSearch kommt mit `node.store.allow_mmap: false` ohne `vm.max_map_count` aus.",
        "Für einen Port unter 1024 gibt es ein sicheres Sysctl: `net.ipv4.ip_unprivileged_port_start`. Einfacher ist ein höherer Port.",
        "Ein Init-Container, der `sysctl -w` ausführt, ist kein Ausweg: Er muss privilegiert sein.",
      ],
    },
    en: {
      title: "Safe sysctls only",
      forbids: "Pods set only kernel parameters (sysctls) that count as safe.",
      why: "Others act on the whole node: they can switch off protection or disturb foreign applications.",
      comply:
        "Leave out securityContext.sysctls or keep to safe ones; the operator sets everything else on the node.",
      practice: [
        "`net.core.somaxconn`, `vm.max_map_count` and `kernel.shmmax` are not safe. Leave them out and name them in the installation guide: the operator may set them on the nodes. PostgreSQL has not needed `kernel.shmmax` for years; OpenSearch does without `vm.max_map_count`, with `node.store.allow_mmap: false`.",
        "For a port below 1024 there is a safe one: `net.ipv4.ip_unprivileged_port_start`. A higher port is simpler.",
        "An init container that runs `sysctl -w` is no way round: it has to be privileged.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A31"],
    "grundschutz-2023": ["SYS.1.6.A21", "SYS.1.6.A17"],
    "ig-bvc-2026": ["027"],
    "grundschutz-plus-plus": ["KONF.7.13"],
    "pod-security-standards": ["baseline/sysctls"],
  },
  parameters: {
    safeSysctls: {
      narrower: "less",
      default: [
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
      ],
      says: { de: "Sysctls, die als sicher gelten", en: "sysctls that count as safe" },
    },
  },
  conditions: [
    {
      over: "pod",
      cel: `!has(object.spec.securityContext) || !has(object.spec.securityContext.sysctls) ||
object.spec.securityContext.sysctls.all(sysctl,
  sysctl.name.replace("/", ".") in variables.safeSysctls)`,
      fields: ["spec.securityContext.sysctls"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["sysctls?"],
    names: [
      "restrict-sysctls",
      "check-sysctls",
      "sysctls",
      "K8sPSPForbiddenSysctls",
      "psp-forbidden-sysctls",
    ],
  },
  lead: "unsafe-kernel-msgmax",
  probes: [
    {
      id: "unsafe-kernel-msgmax",
      says: { de: "Sysctl kernel.msgmax (unsicher)", en: "sysctl kernel.msgmax (unsafe)" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/sysctls", [{ name: "kernel.msgmax", value: "65536" }])],
    },
    {
      id: "unsafe-net-somaxconn",
      says: { de: "Sysctl net.core.somaxconn (unsicher)", en: "sysctl net.core.somaxconn (unsafe)" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/sysctls", [{ name: "net.core.somaxconn", value: "1024" }])],
    },
    {
      id: "mixed",
      says: {
        de: "Sysctl net.ipv4.ip_local_port_range (sicher), danach kernel.msgmax (unsicher)",
        en: "sysctl net.ipv4.ip_local_port_range (safe), then kernel.msgmax (unsafe)",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      control: "safe-sysctl",
      at: "pod",
      patch: [add("/securityContext/sysctls/-", { name: "kernel.msgmax", value: "65536" })],
    },
    // API accepts slashes; finds deny lists written with dots
    {
      id: "slash-notation",
      says: {
        de: "Sysctl net/core/somaxconn (unsicher, mit Schrägstrichen geschrieben)",
        en: "sysctl net/core/somaxconn (unsafe, written with slashes)",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/sysctls", [{ name: "net/core/somaxconn", value: "1024" }])],
    },
    // kubelet would refuse at start; admission may still let it pass
    {
      id: "not-namespaced",
      says: {
        de: "Sysctl vm.swappiness (unsicher, wirkt auf den ganzen Knoten)",
        en: "sysctl vm.swappiness (unsafe, acts on the whole node)",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/sysctls", [{ name: "vm.swappiness", value: "1" }])],
    },
    {
      id: "edge-safe-port-range",
      says: {
        de: "Sysctl net.ipv4.ip_local_port_range (sicher)",
        en: "sysctl net.ipv4.ip_local_port_range (safe)",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      control: "safe-sysctl",
      patch: [],
    },
    {
      id: "edge-safe-shm",
      says: { de: "Sysctl kernel.shm_rmid_forced (sicher)", en: "sysctl kernel.shm_rmid_forced (safe)" },
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/sysctls", [{ name: "kernel.shm_rmid_forced", value: "1" }])],
    },
    // not in the 2021 Kyverno list
    {
      id: "edge-safe-unpriv-port",
      says: {
        de: "Sysctl net.ipv4.ip_unprivileged_port_start (sicher)",
        en: "sysctl net.ipv4.ip_unprivileged_port_start (safe)",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      minK8s: "1.22",
      at: "pod",
      patch: [
        add("/securityContext/sysctls", [{ name: "net.ipv4.ip_unprivileged_port_start", value: "80" }]),
      ],
    },
    // Kyverno upstream still rejects it: stricter, not a failure
    {
      id: "edge-safe-keepalive",
      says: {
        de: "Sysctl net.ipv4.tcp_keepalive_time (sicher seit Kubernetes 1.29)",
        en: "sysctl net.ipv4.tcp_keepalive_time (safe since Kubernetes 1.29)",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      minK8s: "1.29",
      at: "pod",
      patch: [add("/securityContext/sysctls", [{ name: "net.ipv4.tcp_keepalive_time", value: "600" }])],
    },
  ],
};

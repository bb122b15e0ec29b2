import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * From Kubernetes 1.30 on `Unmasked` is valid only in a user-namespace pod, and before 1.33 the API server rewrites it
 * to `Default`: hence two core probes with disjoint versions. Pod Security `baseline` tolerates it in
 * user-namespace pods from 1.35 on; the seed does not (`tolerateUserNamespace`).
 */
export const requireDefaultProcMount: Policy = {
  id: "require-default-proc-mount",
  seedName: "require-default-proc-mount.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Nur der übliche procMount",
      forbids: "Container ändern nicht, wie /proc eingehängt wird.",
      why: "Die Laufzeitumgebung verdeckt in /proc, was Rückschlüsse auf den Kernel und Eingriffe erlaubt. „Unmasked“ hebt diesen Schutz auf.",
      comply: "securityContext.procMount weglassen oder auf Default setzen.",
      practice: [
        "Anwendungen brauchen das so gut wie nie; es stammt von Containern, die selbst Container starten (Builds, CI-Runner). Gebaut wird besser in der Pipeline.",
        "In den eigenen Charts und ihren Subcharts nach `procMount` suchen und es entfernen.",
      ],
    },
    en: {
      title: "Only the default procMount",
      forbids: "Containers do not change how /proc is mounted.",
      why: "The runtime masks those parts of /proc that reveal the kernel or let a process act on it. Unmasked lifts that protection.",
      comply: "Leave out securityContext.procMount or set it to Default.",
      practice: [
        "Applications hardly ever need it; it comes from containers that start containers (builds, CI runners). Build in the pipeline.",
        "Search your charts and their subcharts for `procMount` and take it out.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A5"],
    "grundschutz-2023": ["SYS.1.6.A21", "APP.4.4.A4"],
    "ig-bvc-2026": ["027"],
    "grundschutz-plus-plus": ["KONF.7.13"],
    "pod-security-standards": ["baseline/procMount", "restricted/procMount_restricted"],
  },
  parameters: {
    tolerateUserNamespace: {
      narrower: "less",
      default: false,
      says: {
        de: "ob Pods mit eigenem User-Namespace ausgenommen sind",
        en: "whether pods in a user namespace are exempt",
      },
    },
  },
  conditions: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `!has(container.securityContext) || !has(container.securityContext.procMount) ||
container.securityContext.procMount == "Default" ||
(variables.tolerateUserNamespace && has(object.spec.hostUsers) && !object.spec.hostUsers)`,
      fields: ["securityContext.procMount"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["proc ?mount"],
    names: [
      "require-default-proc-mount",
      "disallow-proc-mount",
      "check-proc-mount",
      "K8sPSPProcMount",
      "psp-proc-mount",
    ],
  },
  lead: "main-unmasked",
  probes: [
    // 1.30+: Unmasked needs hostUsers=false or the API answers 422. Below 1.33 the gate ProcMountType is off and the API server silently rewrites the value to Default before validation and before validating webhooks
    {
      id: "main-unmasked",
      says: {
        de: "Hauptcontainer: procMount=Unmasked, in einem Pod mit eigenem User-Namespace (hostUsers=false)",
        en: "main container: procMount=Unmasked, in a pod with its own user namespace (hostUsers=false)",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "hostusers-false",
      minK8s: "1.33",
      at: "main",
      patch: [add("/securityContext/procMount", "Unmasked")],
    },
    // expected: admitted with procMount=Default in the answer, i.e. neutralised by the API server; reject also fine. If the gate was enabled by hand on 1.30-1.32: 422
    {
      id: "main-unmasked-gate-off",
      says: {
        de: "Hauptcontainer: procMount=Unmasked, vor Kubernetes 1.33",
        en: "main container: procMount=Unmasked, before Kubernetes 1.33",
      },
      expect: "mutate",
      weight: "must",
      set: "core",
      maxK8s: "1.32",
      at: "main",
      patch: [add("/securityContext/procMount", "Unmasked")],
    },
    // 422 Invalid from validation (hostUsers must be false): never evidence for a policy
    {
      id: "main-unmasked-host-userns",
      says: {
        de: "Hauptcontainer: procMount=Unmasked, ohne hostUsers=false",
        en: "main container: procMount=Unmasked, without hostUsers=false",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      minK8s: "1.33",
      at: "main",
      patch: [add("/securityContext/procMount", "Unmasked")],
    },
    {
      id: "init-unmasked",
      says: {
        de: "Init-Container: procMount=Unmasked, in einem Pod mit eigenem User-Namespace (hostUsers=false)",
        en: "init container: procMount=Unmasked, in a pod with its own user namespace (hostUsers=false)",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      control: "hostusers-false-init",
      minK8s: "1.33",
      at: "init",
      patch: [add("/securityContext/procMount", "Unmasked")],
    },
    {
      id: "edge-default",
      says: { de: "procMount ausdrücklich Default", en: "procMount explicitly Default" },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "main",
      patch: [add("/securityContext/procMount", "Default")],
    },
  ],
};

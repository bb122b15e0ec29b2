import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** The condition on the SELinux options of a pod or of a container, which have the same shape. */
function harmless(owner: string): string {
  const options = `${owner}.securityContext.seLinuxOptions`;
  return `!has(${owner}.securityContext) || !has(${options}) || (
  (!has(${options}.user) || ${options}.user == "") &&
  (!has(${options}.role) || ${options}.role == "") &&
  (!has(${options}.type) || ${options}.type == "" || ${options}.type in variables.allowedTypes) &&
  (variables.tolerateAssignedLevel || !has(${options}.level) || ${options}.level == ""))`;
}

/**
 * The seed wants to prevent escalation and for that demands that the field be undefined. On OpenShift the platform
 * itself always assigns a level, so the letter would refuse every pod there. Judged is what the submitter sets:
 * user, role and type must be empty, a level is tolerated (`tolerateAssignedLevel`). With `allowedTypes` the
 * looser reading of the Pod Security Standards can be chosen. An empty object is harmless.
 */
export const disallowSelinuxOptions: Policy = {
  id: "disallow-selinux-options",
  seedName: "disallow-selinux-options.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Keine SELinux-Optionen",
      forbids: "Weder Pod noch Container setzen SELinux-Benutzer, -Rolle oder -Typ.",
      why: "Mit einem selbst gewählten SELinux-Kontext lässt sich die Abschottung umgehen, die der Knoten jedem Container gibt.",
      comply:
        "seLinuxOptions auf Pod- und Container-Ebene weglassen; die Plattform weist einen passenden Kontext zu.",
      practice: [
        "`type: spc_t` schaltet SELinux für einen Container ab. Man findet es in Manifesten, die für einen einzelnen Rechner gedacht waren: herausnehmen und sehen, was dann scheitert.",
        "„Permission denied“ auf einem Volume liegt meist an den IDs: `fsGroup` gibt das Volume der Gruppe des Pods. Seine SELinux-Labels setzt die Plattform beim Einhängen.",
        "Was OpenShift in laufende Pods einträgt (`seLinuxOptions.level`), gehört nicht in die eigenen Manifeste, ist aber kein Verstoß.",
      ],
    },
    en: {
      title: "No SELinux options",
      forbids: "Neither pod nor container sets an SELinux user, role or type.",
      why: "A context of one's own choice can bypass the confinement that the node gives to every container.",
      comply: "Leave out seLinuxOptions at pod and container level; the platform assigns a fitting context.",
      practice: [
        "`type: spc_t` switches SELinux off for a container. It is found in manifests that were meant for one machine; take it out and see what fails.",
        "“Permission denied” on a volume is mostly a matter of ids: `fsGroup` gives the volume to the pod's group. The platform sets its SELinux labels when it mounts it.",
        "What OpenShift writes into running pods (`seLinuxOptions.level`) does not belong into your manifests, but is no violation.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A26"],
    "grundschutz-2023": ["SYS.1.6.A21"],
    "ig-bvc-2026": ["126"],
    "grundschutz-plus-plus": ["KONF.6.1.2"],
    "pod-security-standards": ["baseline/seLinuxOptions"],
  },
  parameters: {
    allowedTypes: {
      narrower: "less",
      default: [],
      says: { de: "SELinux-Typen, die gesetzt werden dürfen", en: "SELinux types that may be set" },
    },
    tolerateAssignedLevel: {
      narrower: "less",
      default: true,
      says: {
        de: "ob ein Level geduldet wird, das die Plattform zuweist",
        en: "whether a level is tolerated, which a platform may assign",
      },
    },
  },
  conditions: [
    { over: "pod", cel: harmless("object.spec"), fields: ["spec.securityContext.seLinuxOptions"] },
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: harmless("container"),
      fields: ["securityContext.seLinuxOptions"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["se ?linux"],
    names: [
      "disallow-selinux-options",
      "disallow-selinux",
      "selinux-type",
      "selinux-user-role",
      "K8sPSPSELinuxV2",
      "psp-selinux-v2",
    ],
  },
  lead: "pod-type",
  probes: [
    {
      id: "pod-type",
      says: { de: "Pod-Ebene: seLinuxOptions.type=spc_t", en: "pod level: seLinuxOptions.type=spc_t" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/seLinuxOptions", { type: "spc_t" })],
    },
    {
      id: "main-type",
      says: {
        de: "Hauptcontainer: seLinuxOptions.type=spc_t",
        en: "main container: seLinuxOptions.type=spc_t",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/securityContext/seLinuxOptions", { type: "spc_t" })],
    },
    {
      id: "main-user",
      says: {
        de: "Hauptcontainer: seLinuxOptions.user=system_u",
        en: "main container: seLinuxOptions.user=system_u",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/securityContext/seLinuxOptions", { user: "system_u" })],
    },
    {
      id: "main-role",
      says: {
        de: "Hauptcontainer: seLinuxOptions.role=system_r",
        en: "main container: seLinuxOptions.role=system_r",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/seLinuxOptions", { role: "system_r" })],
    },
    {
      id: "init-type",
      says: {
        de: "Init-Container: seLinuxOptions.type=spc_t",
        en: "init container: seLinuxOptions.type=spc_t",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "init",
      patch: [add("/securityContext/seLinuxOptions", { type: "spc_t" })],
    },
    {
      id: "second-type",
      says: {
        de: "zweiter Container: seLinuxOptions.type=spc_t",
        en: "second container: seLinuxOptions.type=spc_t",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/securityContext/seLinuxOptions", { type: "spc_t" })],
    },
    {
      id: "ephemeral-type",
      says: {
        de: "Ephemeral-Container: seLinuxOptions.type=spc_t",
        en: "ephemeral container: seLinuxOptions.type=spc_t",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [add("/securityContext/seLinuxOptions", { type: "spc_t" })],
    },
    {
      id: "pod-allowed-type",
      says: {
        de: "Pod-Ebene: seLinuxOptions.type=container_t, nach den Pod Security Standards erlaubt, im Proof of Concept nicht",
        en: "pod level: seLinuxOptions.type=container_t, permitted by the Pod Security Standards, not by the proof of concept",
      },
      expect: "reject",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/seLinuxOptions", { type: "container_t" })],
    },
    {
      id: "pod-level-only",
      says: {
        de: "Pod-Ebene: seLinuxOptions.level=s0:c123,c456, nach den Pod Security Standards erlaubt, im Proof of Concept nicht",
        en: "pod level: seLinuxOptions.level=s0:c123,c456, permitted by the Pod Security Standards, not by the proof of concept",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/seLinuxOptions", { level: "s0:c123,c456" })],
    },
    // strict pattern engines (Kyverno X(seLinuxOptions)) reject; harmless either way
    {
      id: "edge-empty",
      says: {
        de: "Pod-Ebene: seLinuxOptions vorhanden, aber leer",
        en: "pod level: seLinuxOptions present but empty",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/seLinuxOptions", {})],
    },
  ],
};

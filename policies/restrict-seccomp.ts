import { add, remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";
import { saysWindows } from "./windows.ts";

const permitted = '["RuntimeDefault", "Localhost"]';

/**
 * Controls `seccompProfile_baseline` (no profile that switches filtering off) and `seccompProfile_restricted` (there has
 * to be one) of the Pod Security Standards; `allowUnset` chooses the former.
 */
export const restrictSeccomp: Policy = {
  id: "restrict-seccomp",
  seedName: "restrict-seccomp",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Systemaufrufe gefiltert",
      forbids: "Für jeden Container gilt das Seccomp-Profil RuntimeDefault oder ein lokales.",
      why: "Seccomp hält Systemaufrufe vom Kernel fern, die Anwendungen nicht brauchen, Angreifer aber nutzen. Ohne Angabe filtern viele Knoten nicht.",
      comply: "securityContext.seccompProfile.type: RuntimeDefault auf Pod-Ebene setzen.",
      practice: [
        "Einmal auf Pod-Ebene genügt; Container übernehmen es.",
        "Es ist im Wesentlichen das Profil, unter dem auch `docker run` Container startet: Was dort läuft, läuft hier.",
        "Die alte Annotation `seccomp.security.alpha.kubernetes.io/pod` wirkt seit Kubernetes 1.27 nicht mehr.",
      ],
    },
    en: {
      title: "System calls filtered",
      forbids: "The seccomp profile RuntimeDefault, or a local one, holds for every container.",
      why: "Seccomp keeps system calls from the kernel that applications do not need, but attackers use. Where nothing is said, many nodes filter none.",
      comply: "Set securityContext.seccompProfile.type: RuntimeDefault at pod level.",
      practice: [
        "Once at pod level is enough; containers inherit it.",
        "The runtime's profile is the one under which `docker run` starts containers anyway: what runs there runs here.",
        "The old annotation `seccomp.security.alpha.kubernetes.io/pod` has had no effect since Kubernetes 1.27.",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["SYS.1.6.A21"],
    "ig-bvc-2026": ["027"],
    "pod-security-standards": ["baseline/seccompProfile_baseline", "restricted/seccompProfile_restricted"],
  },
  parameters: {
    allowUnset: {
      narrower: "less",
      default: false,
      says: {
        de: "ob ein Container ohne Angabe eines Profils erlaubt ist",
        en: "whether a container is permitted for which no profile is named",
      },
    },
  },
  conditions: [
    {
      over: "pod",
      cel: `!has(object.spec.securityContext) || !has(object.spec.securityContext.seccompProfile) ||
object.spec.securityContext.seccompProfile.type in ${permitted}`,
      fields: ["spec.securityContext.seccompProfile"],
    },
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `(has(container.securityContext) && has(container.securityContext.seccompProfile))
? container.securityContext.seccompProfile.type in ${permitted}
: (variables.allowUnset || ${saysWindows} ||
  (has(object.spec.securityContext) && has(object.spec.securityContext.seccompProfile)))`,
      fields: ["securityContext.seccompProfile"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["seccomp"],
    names: [
      "restrict-seccomp",
      "restrict-seccomp-strict",
      "check-seccomp",
      "check-seccomp-strict",
      "K8sPSPSeccomp",
      "K8sPSPSeccompV2",
      "psp-seccomp",
    ],
  },
  lead: "pod-unconfined",
  probes: [
    {
      id: "pod-unconfined",
      says: {
        de: "Pod-Ebene: seccompProfile.type=Unconfined",
        en: "pod level: seccompProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [replace("/securityContext/seccompProfile/type", "Unconfined")],
    },
    {
      id: "main-unconfined",
      says: {
        de: "Hauptcontainer: seccompProfile.type=Unconfined, überschreibt RuntimeDefault des Pods",
        en: "main container: seccompProfile.type=Unconfined, overrides the pod's RuntimeDefault",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/securityContext/seccompProfile", { type: "Unconfined" })],
    },
    {
      id: "unset",
      says: { de: "nirgends ein seccompProfile gesetzt", en: "no seccompProfile set anywhere" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [remove("/securityContext/seccompProfile")],
    },
    {
      id: "init-unconfined",
      says: {
        de: "Init-Container: seccompProfile.type=Unconfined",
        en: "init container: seccompProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "init",
      patch: [add("/securityContext/seccompProfile", { type: "Unconfined" })],
    },
    {
      id: "second-unconfined",
      says: {
        de: "zweiter Container: seccompProfile.type=Unconfined",
        en: "second container: seccompProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/securityContext/seccompProfile", { type: "Unconfined" })],
    },
    {
      id: "ephemeral-unconfined",
      says: {
        de: "Ephemeral-Container: seccompProfile.type=Unconfined",
        en: "ephemeral container: seccompProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [add("/securityContext/seccompProfile", { type: "Unconfined" })],
    },
    {
      id: "edge-container-only",
      says: {
        de: "seccompProfile.type=RuntimeDefault nur am Container",
        en: "seccompProfile.type=RuntimeDefault at the container only",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [
        remove("/securityContext/seccompProfile"),
        add("/containers/0/securityContext/seccompProfile", { type: "RuntimeDefault" }),
      ],
    },
    {
      id: "edge-localhost",
      says: {
        de: "Hauptcontainer: seccompProfile.type=Localhost",
        en: "main container: seccompProfile.type=Localhost",
      },
      expect: "admit",
      weight: "should",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/seccompProfile", { type: "Localhost", localhostProfile: "custom.json" })],
    },
    {
      id: "edge-windows",
      says: {
        de: "Windows-Pod, in dem das Feld nicht stehen darf",
        en: "Windows pod, in which the field may not stand",
      },
      expect: "admit",
      weight: "should",
      set: "deep",
      control: "windows",
      minK8s: "1.25",
      patch: [],
    },
  ],
};

import { remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";
import { saysWindows } from "./windows.ts";

/**
 * Control `allowPrivilegeEscalation` of the Pod Security Standards (restricted). The default of the field is true, so it
 * has to be there.
 */
export const disallowPrivilegeEscalation: Policy = {
  id: "disallow-privilege-escalation",
  seedName: "disallow-privilege-escalation",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Keine Ausweitung von Rechten",
      forbids: "Für jeden Container gilt allowPrivilegeEscalation: false.",
      why: "Sonst kann ein Prozess über Programme mit gesetztem setuid-Bit mehr Rechte erlangen, als sein Container beim Start hatte.",
      comply: "securityContext.allowPrivilegeEscalation: false in allen Containern setzen.",
      practice: [
        "In jedem Container setzen, auch in Init-Containern; auf Pod-Ebene gibt es das Feld nicht.",
        "Nicht mehr funktionieren Programme mit setuid-Bit: `sudo`, `su`, in älteren Images `ping`. Der Container sollte gleich als der Benutzer starten, den er braucht.",
        "Zusammen mit `privileged: true` weist die API das Feld zurück: Das muss zuerst weg.",
      ],
    },
    en: {
      title: "No privilege escalation",
      forbids: "allowPrivilegeEscalation: false holds for every container.",
      why: "Otherwise a process can use programs with the setuid bit to gain more rights than its container had when it started.",
      comply: "Set securityContext.allowPrivilegeEscalation: false in every container.",
      practice: [
        "Set it in every container, init containers included; there is no such field at pod level.",
        "What stops working are programs with the setuid bit, `sudo`, `su`, `ping` in older images: let the container start as the user that it needs.",
        "The API refuses the field together with `privileged: true`, which has to go first.",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["SYS.1.6.A17"],
    "ig-bvc-2026": ["016"],
    "pod-security-standards": ["restricted/allowPrivilegeEscalation"],
  },
  parameters: {},
  conditions: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `${saysWindows} ||
(has(container.securityContext) && has(container.securityContext.allowPrivilegeEscalation) &&
  !container.securityContext.allowPrivilegeEscalation)`,
      fields: ["securityContext.allowPrivilegeEscalation"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["allow ?privilege ?escalation", "privilege[- ]?escalation"],
    names: [
      "disallow-privilege-escalation",
      "deny-privilege-escalation",
      "privilege-escalation",
      "K8sPSPAllowPrivilegeEscalationContainer",
      "psp-allow-privilege-escalation-container",
    ],
  },
  lead: "main-unset",
  probes: [
    {
      id: "main-true",
      says: {
        de: "Hauptcontainer: allowPrivilegeEscalation=true",
        en: "main container: allowPrivilegeEscalation=true",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [replace("/securityContext/allowPrivilegeEscalation", true)],
    },
    {
      id: "main-unset",
      says: {
        de: "Hauptcontainer: allowPrivilegeEscalation nicht gesetzt, gilt also als true",
        en: "main container: allowPrivilegeEscalation not set, which means true",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/securityContext/allowPrivilegeEscalation")],
    },
    {
      id: "init-true",
      says: {
        de: "Init-Container: allowPrivilegeEscalation=true",
        en: "init container: allowPrivilegeEscalation=true",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "init",
      patch: [replace("/securityContext/allowPrivilegeEscalation", true)],
    },
    {
      id: "second-true",
      says: {
        de: "zweiter Container: allowPrivilegeEscalation=true",
        en: "second container: allowPrivilegeEscalation=true",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [replace("/securityContext/allowPrivilegeEscalation", true)],
    },
    {
      id: "ephemeral-true",
      says: {
        de: "Ephemeral-Container: allowPrivilegeEscalation=true",
        en: "ephemeral container: allowPrivilegeEscalation=true",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [replace("/securityContext/allowPrivilegeEscalation", true)],
    },
    {
      id: "edge-sidecar",
      says: {
        de: "mit einem Sidecar, in dem allowPrivilegeEscalation=false steht",
        en: "with a sidecar in which allowPrivilegeEscalation=false",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      control: "with-sidecar",
      minK8s: "1.29",
      patch: [],
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

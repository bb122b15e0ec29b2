import { add, remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";
import { saysWindows } from "./windows.ts";

/**
 * The first half of the control `capabilities_restricted` of the Pod Security Standards; the other half is
 * disallow-add-capabilities. The standard compares `ALL` to the letter, so lower case does not count.
 */
export const requireDropAllCapabilities: Policy = {
  id: "require-drop-all-capabilities",
  seedName: "require-drop-all-capabilities",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Alle Capabilities abgeben",
      forbids: "Jeder Container gibt mit capabilities.drop alle Linux-Capabilities ab (ALL).",
      why: "Schon die Capabilities, die eine Laufzeitumgebung von sich aus gewährt, braucht kaum eine Anwendung; wer in den Container einbricht, kann sie nutzen.",
      comply: 'securityContext.capabilities.drop: ["ALL"] in allen Containern setzen.',
      practice: [
        "Als gewöhnlicher Benutzer und mit einem Port ab 1024 läuft fast jede Anwendung ganz ohne Capabilities.",
        "In jedem Container setzen, auch in Init-Containern; auf Pod-Ebene gibt es das Feld nicht.",
        "Lokal ausprobieren: `docker run --cap-drop ALL --user 10001:10001 IMAGE`.",
      ],
    },
    en: {
      title: "Drop all capabilities",
      forbids: "Every container drops all Linux capabilities (ALL in capabilities.drop).",
      why: "Hardly any application needs even those that runtimes grant by themselves; whoever breaks into the container can use them.",
      comply: 'Set securityContext.capabilities.drop: ["ALL"] in every container.',
      practice: [
        "As an ordinary user with a port from 1024 on, nearly every application runs without any capability.",
        "Set it in every container, init containers included; there is no such field at pod level.",
        "Try it locally: `docker run --cap-drop ALL --user 10001:10001 IMAGE`.",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["SYS.1.6.A17"],
    "ig-bvc-2026": ["014"],
    "pod-security-standards": ["restricted/capabilities_restricted"],
  },
  parameters: {},
  conditions: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `${saysWindows} ||
(has(container.securityContext) && has(container.securityContext.capabilities) &&
  has(container.securityContext.capabilities.drop) &&
  container.securityContext.capabilities.drop.exists(capability, capability == "ALL"))`,
      fields: ["securityContext.capabilities"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["capabilities\\.drop", "\\bdrop(s|ped|ping)?\\b[^.;]{0,40}\\ball\\b", "drop[-_ ]?all"],
    names: ["require-drop-all", "require-drop-all-capabilities", "drop-all-capabilities"],
  },
  lead: "main-none",
  probes: [
    {
      id: "main-none",
      says: { de: "Hauptcontainer gibt keine Capability ab", en: "main container drops no capability" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/securityContext/capabilities")],
    },
    {
      id: "main-one",
      says: { de: "Hauptcontainer gibt nur NET_RAW ab", en: "main container drops NET_RAW only" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [replace("/securityContext/capabilities/drop", ["NET_RAW"])],
    },
    {
      id: "init-none",
      says: { de: "Init-Container gibt keine Capability ab", en: "init container drops no capability" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "init",
      patch: [remove("/securityContext/capabilities")],
    },
    {
      id: "second-none",
      says: { de: "zweiter Container gibt keine Capability ab", en: "second container drops no capability" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [remove("/securityContext/capabilities")],
    },
    {
      id: "ephemeral-none",
      says: {
        de: "Ephemeral-Container gibt keine Capability ab",
        en: "ephemeral container drops no capability",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [remove("/securityContext/capabilities")],
    },
    // runtimes read it as ALL
    {
      id: "main-lowercase",
      says: {
        de: "Hauptcontainer gibt all in Kleinbuchstaben ab",
        en: "main container drops all, in lower case",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      at: "main",
      patch: [replace("/securityContext/capabilities/drop", ["all"])],
    },
    {
      id: "edge-among-others",
      says: {
        de: "Hauptcontainer gibt NET_RAW und ALL ab",
        en: "main container drops NET_RAW and ALL",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "main",
      patch: [add("/securityContext/capabilities/drop/0", "NET_RAW")],
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

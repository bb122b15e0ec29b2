import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** The condition on the Windows options of a pod or of a container, which have the same shape. */
function confined(owner: string): string {
  const options = `${owner}.securityContext.windowsOptions`;
  return `!has(${owner}.securityContext) || !has(${options}) ||
!has(${options}.hostProcess) || !${options}.hostProcess`;
}

/**
 * Control `windowsHostProcess` of the Pod Security Standards (baseline). The API server permits HostProcess in pods with
 * hostNetwork only, and only if all containers are such: hence the control, and no probe of single further containers.
 */
export const disallowHostProcess: Policy = {
  id: "disallow-host-process",
  seedName: "disallow-host-process",
  kind: "validate",
  text: {
    de: {
      title: "Keine HostProcess-Container",
      forbids: "Auf Windows-Knoten läuft kein Container als Prozess des Knotens (hostProcess).",
      why: "Ein solcher Container ist nicht abgeschottet: Er hat Zugriff auf Dateien, Geräte und Netz des Windows-Knotens.",
      comply: "securityContext.windowsOptions.hostProcess weglassen oder auf false setzen.",
      practice: [
        "Gedacht ist das für Werkzeuge, die Windows-Knoten verwalten. Eine Anwendung läuft als gewöhnlicher Windows-Container, mit `runAsUserName: ContainerUser`.",
      ],
    },
    en: {
      title: "No HostProcess containers",
      forbids: "On Windows nodes no container runs as a process of the node (hostProcess).",
      why: "Nothing confines such a container: it reaches files, devices and network of the Windows node.",
      comply: "Leave out securityContext.windowsOptions.hostProcess or set it to false.",
      practice: [
        "It is meant for tools that manage Windows nodes. An application runs as an ordinary Windows container, with `runAsUserName: ContainerUser`.",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["SYS.1.6.A17"],
    "pod-security-standards": ["baseline/windowsHostProcess"],
  },
  parameters: {},
  conditions: [
    {
      over: "pod",
      cel: confined("object.spec"),
      fields: ["spec.securityContext.windowsOptions"],
    },
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: confined("container"),
      fields: ["securityContext.windowsOptions"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["host ?process"],
    names: ["disallow-host-process", "host-process-containers", "K8sPSPHostProcess"],
  },
  lead: "pod",
  probes: [
    {
      id: "pod",
      says: {
        de: "Pod-Ebene: windowsOptions.hostProcess=true",
        en: "pod level: windowsOptions.hostProcess=true",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "host-network",
      at: "pod",
      patch: [add("/securityContext/windowsOptions", { hostProcess: true })],
    },
    {
      id: "main",
      says: {
        de: "Hauptcontainer: windowsOptions.hostProcess=true",
        en: "main container: windowsOptions.hostProcess=true",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "host-network",
      at: "main",
      patch: [add("/securityContext/windowsOptions", { hostProcess: true })],
    },
    {
      id: "edge-false",
      says: {
        de: "Pod-Ebene: windowsOptions.hostProcess=false",
        en: "pod level: windowsOptions.hostProcess=false",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/windowsOptions", { hostProcess: false })],
    },
  ],
};

import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The seed says "should" where the policy's name says "disallow": taken as must. Host ports, host paths,
 * `shareProcessNamespace` and `hostUsers` are other matters.
 */
export const disallowHostNamespaces: Policy = {
  id: "disallow-host-namespaces",
  seedName: "disallow-host-namespaces.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Keine Namespaces des Knotens",
      forbids: "Pods benutzen weder PID- noch IPC- noch Netzwerk-Namespace des Knotens mit.",
      why: "Im Namespace des Knotens sieht ein Pod fremde Prozesse, fremden Speicher und den gesamten Netzverkehr dieses Knotens und kann darauf einwirken.",
      comply:
        "hostPID, hostIPC und hostNetwork weglassen oder auf false setzen. Erreichbarkeit über einen Service oder Ingress herstellen.",
      practice: [
        "`hostNetwork` dient meist dazu, auf jedem Knoten unter einem Port erreichbar zu sein. Das leistet ein Service vom Typ LoadBalancer oder NodePort oder ein Ingress.",
        "Container, die gegenseitig ihre Prozesse sehen müssen, gehören in einen Pod mit `shareProcessNamespace: true`; für gemeinsamen Speicher unter `/dev/shm` ein emptyDir mit `medium: Memory` einhängen.",
        "Agenten, die Knoten überwachen, sind Sache des Betreibers. Sie sollten getrennt ausgeliefert werden, sodass die Anwendung auch ohne sie läuft.",
      ],
    },
    en: {
      title: "No host namespaces",
      forbids: "Pods share neither the PID nor the IPC nor the network namespace of their node.",
      why: "Inside a namespace of the host a pod sees foreign processes, foreign memory and all of the node's traffic, and can act on them.",
      comply:
        "Leave out hostPID, hostIPC and hostNetwork or set them to false. Make the application reachable through a Service or an Ingress.",
      practice: [
        "`hostNetwork` is mostly there for a port on every node: a Service of type LoadBalancer or NodePort, or an Ingress, does that.",
        "Containers that have to see each other's processes go into one pod with `shareProcessNamespace: true`; for shared memory mount an emptyDir with `medium: Memory` at `/dev/shm`.",
        "Agents that watch nodes are the operator's business. Deliver them separately, so that the application runs without them.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A5"],
    "grundschutz-2023": ["APP.4.4.A4", "SYS.1.6.A3"],
    "ig-bvc-2026": ["102"],
    "grundschutz-plus-plus": ["ARCH.2.2.7", "ARCH.2.3", "KONF.6.1.2"],
    "pod-security-standards": ["baseline/hostNamespaces"],
  },
  parameters: {},
  conditions: [
    {
      over: "pod",
      cel: `(!has(object.spec.hostPID) || !object.spec.hostPID) &&
(!has(object.spec.hostIPC) || !object.spec.hostIPC) &&
(!has(object.spec.hostNetwork) || !object.spec.hostNetwork)`,
      fields: ["spec.hostPID", "spec.hostIPC", "spec.hostNetwork"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: [
      "host ?(pid|ipc|network)\\b",
      "host[- ]?namespaces?",
      "shar(e|ing) the host",
      "host (pid|ipc|network) is not allowed",
    ],
    names: [
      "disallow-host-namespaces",
      "host-namespaces",
      "K8sPSPHostNamespace",
      "psp-host-namespace",
      "K8sPSPHostNetworkingPorts",
      "psp-host-network-ports",
      "psp-host-network",
    ],
  },
  lead: "hostpid",
  probes: [
    {
      id: "hostpid",
      says: {
        de: "PID-Namespace des Knotens (hostPID=true)",
        en: "PID namespace of the node (hostPID=true)",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/hostPID", true)],
    },
    {
      id: "hostipc",
      says: {
        de: "IPC-Namespace des Knotens (hostIPC=true)",
        en: "IPC namespace of the node (hostIPC=true)",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/hostIPC", true)],
    },
    // Gatekeeper needs a second constraint (K8sPSPHostNetworkingPorts) for this one
    {
      id: "hostnetwork",
      says: {
        de: "Netzwerk-Namespace des Knotens (hostNetwork=true)",
        en: "network namespace of the node (hostNetwork=true)",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/hostNetwork", true)],
    },
    {
      id: "edge-explicit-false",
      says: {
        de: "hostPID, hostIPC und hostNetwork ausdrücklich false",
        en: "hostPID, hostIPC and hostNetwork explicitly false",
      },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/hostPID", false), add("/hostIPC", false), add("/hostNetwork", false)],
    },
    {
      id: "edge-share-process-namespace",
      says: {
        de: "shareProcessNamespace=true: gilt innerhalb des Pods, kein Namespace des Knotens",
        en: "shareProcessNamespace=true: shared within the pod, no namespace of the host",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/shareProcessNamespace", true)],
    },
    {
      id: "edge-hostusers-false",
      says: {
        de: "hostUsers=false: stärkere Abschottung, kein Namespace des Knotens",
        en: "hostUsers=false: more isolation, no namespace of the host",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      minK8s: "1.25",
      at: "pod",
      patch: [add("/hostUsers", false)],
    },
  ],
};

import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** Control `hostPorts` of the Pod Security Standards (baseline). 0 means none. Ephemeral containers have no ports. */
export const disallowHostPorts: Policy = {
  id: "disallow-host-ports",
  seedName: "disallow-host-ports",
  kind: "validate",
  text: {
    de: {
      title: "Keine Ports des Knotens",
      forbids: "Container belegen keine Ports des Knotens (hostPort).",
      why: "Ein solcher Port umgeht die Netztrennung im Cluster, kann den Verkehr anderer Dienste abfangen und schränkt ein, wo Pods laufen können.",
      comply: "hostPort weglassen und die Anwendung über einen Service oder Ingress erreichbar machen.",
      practice: [
        "`hostPort` entfernen und einen Service auf den `containerPort` zeigen lassen: im Cluster unter seinem Namen, von außen über einen Ingress oder einen Service vom Typ LoadBalancer.",
        "Andere Protokolle als HTTP (Mail, SIP, Syslog) brauchen einen Service vom Typ LoadBalancer; ob es ihn gibt, weiß der Standort.",
      ],
    },
    en: {
      title: "No ports of the node",
      forbids: "Containers occupy no ports of their node (hostPort).",
      why: "Such a port passes by the cluster's network separation, can catch the traffic of other services, and limits where pods can run.",
      comply: "Leave out hostPort and make the application reachable through a Service or an Ingress.",
      practice: [
        "Take out `hostPort` and let a Service lead to the `containerPort`: inside the cluster by its name, from outside through an Ingress or a Service of type LoadBalancer.",
        "Protocols other than HTTP (mail, SIP, syslog) take a Service of type LoadBalancer; ask the site whether it has one.",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["APP.4.4.A7", "SYS.1.6.A5"],
    "ig-bvc-2026": ["101"],
    "pod-security-standards": ["baseline/hostPorts"],
  },
  parameters: {},
  conditions: [
    {
      over: ["containers", "initContainers"],
      cel: `!has(container.ports) ||
container.ports.all(port, !has(port.hostPort) || port.hostPort == 0)`,
      fields: ["ports"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["host ?ports?\\b"],
    names: ["disallow-host-ports", "disallow-host-ports-range", "host-ports-none", "host-port-range"],
  },
  lead: "main",
  probes: [
    {
      id: "main",
      says: { de: "Hauptcontainer: hostPort 8080", en: "main container: hostPort 8080" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/ports", [{ containerPort: 8080, hostPort: 8080 }])],
    },
    {
      id: "init",
      says: { de: "Init-Container: hostPort 8080", en: "init container: hostPort 8080" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "init",
      patch: [add("/ports", [{ containerPort: 8080, hostPort: 8080 }])],
    },
    {
      id: "second",
      says: { de: "zweiter Container: hostPort 8081", en: "second container: hostPort 8081" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/ports", [{ containerPort: 8081, hostPort: 8081 }])],
    },
    {
      id: "after-another",
      says: {
        de: "Hauptcontainer: ein Port ohne hostPort, danach hostPort 53 über UDP",
        en: "main container: a port without hostPort, then hostPort 53 over UDP",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/ports", [{ containerPort: 8080 }, { containerPort: 53, hostPort: 53, protocol: "UDP" }])],
    },
    {
      id: "edge-container-port",
      says: { de: "Hauptcontainer: nur containerPort 8080", en: "main container: containerPort 8080 only" },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "main",
      patch: [add("/ports", [{ containerPort: 8080 }])],
    },
    {
      id: "edge-zero",
      says: {
        de: "Hauptcontainer: hostPort 0, also keiner",
        en: "main container: hostPort 0, which means none",
      },
      expect: "admit",
      weight: "should",
      set: "deep",
      at: "main",
      patch: [add("/ports", [{ containerPort: 8080, hostPort: 0 }])],
    },
  ],
};

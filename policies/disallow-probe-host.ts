import { add, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** An address that belongs to nobody (RFC 5737). */
const host = "192.0.2.1";

/** The condition on one handler: a request of the kubelet that goes to the pod itself. */
function toThePod(handler: string): string {
  const without = (kind: string) =>
    `(!has(${handler}.${kind}) || !has(${handler}.${kind}.host) || ${handler}.${kind}.host == "")`;
  return `(!has(${handler}) || (${without("httpGet")} && ${without("tcpSocket")}))`;
}

const probes = ["livenessProbe", "readinessProbe", "startupProbe"].map((name) =>
  toThePod(`container.${name}`),
);
const hooks = ["postStart", "preStop"].map((name) => toThePod(`container.lifecycle.${name}`));

/**
 * Control `hostProbesAndHostLifecycle` of the Pod Security Standards (baseline), which has it since Kubernetes 1.34. The
 * field itself is as old as probes. Ephemeral containers have neither probes nor hooks.
 */
export const disallowProbeHost: Policy = {
  id: "disallow-probe-host",
  seedName: "disallow-probe-host",
  kind: "validate",
  text: {
    de: {
      title: "Probes nur gegen den eigenen Pod",
      forbids: "Probes und Lifecycle-Hooks nennen keinen Host, an den sie sich richten.",
      why: "Der Knoten stellt diese Anfragen selbst. Mit einem fremden Ziel lässt er sich gegen Dienste einsetzen, die der Pod nicht erreichen soll.",
      comply: "Das Feld host in httpGet und tcpSocket weglassen; angefragt wird dann der Pod selbst.",
      practice: [
        "Ohne `host` fragt das Kubelet die Adresse des Pods selbst, und das ist fast immer gemeint. Für einen virtuellen Host gibt es `httpHeaders` mit `Host`.",
        "Ob ein anderer Dienst erreichbar ist, stellt die Anwendung selbst fest, in ihrer Readiness-Prüfung.",
      ],
    },
    en: {
      title: "Probes against the own pod only",
      forbids: "Probes and lifecycle hooks name no host to which they go.",
      why: "The node itself sends these requests. With a foreign target it can be turned against services that the pod must not reach.",
      comply: "Leave out the field host in httpGet and tcpSocket; then the pod itself is asked.",
      practice: [
        "Without `host` the kubelet asks the pod's own address, which is nearly always meant. For a virtual host use `httpHeaders` with `Host`.",
        "Whether another service can be reached is for the application to find out, in its readiness check.",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["APP.4.4.A7"],
    "pod-security-standards": ["baseline/hostProbesAndHostLifecycle"],
  },
  parameters: {},
  conditions: [
    {
      over: ["containers", "initContainers"],
      cel: probes.join(" &&\n"),
      fields: ["livenessProbe", "readinessProbe", "startupProbe"],
    },
    {
      over: ["containers", "initContainers"],
      cel: `!has(container.lifecycle) ||
(${hooks.join(" &&\n")})`,
      fields: ["lifecycle"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: [
      "probe or lifecycle host",
      "(probe|lifecycle)[\\w./]*[./]host\\b",
      "host (field|name)?[^.;]{0,30}\\bprobes?\\b",
    ],
    names: ["disallow-probe-host", "host-probes-lifecycle", "K8sPSPHostProbesLifecycle"],
  },
  lead: "liveness",
  probes: [
    {
      id: "liveness",
      says: {
        de: "Hauptcontainer: livenessProbe an fremden Host",
        en: "main container: livenessProbe to a foreign host",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/livenessProbe/httpGet/host", host)],
    },
    {
      id: "readiness",
      says: {
        de: "Hauptcontainer: readinessProbe an fremden Host",
        en: "main container: readinessProbe to a foreign host",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/readinessProbe/httpGet/host", host)],
    },
    {
      id: "pre-stop",
      says: {
        de: "Hauptcontainer: Lifecycle-Hook preStop an fremden Host",
        en: "main container: lifecycle hook preStop to a foreign host",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/lifecycle", { preStop: { httpGet: { path: "/", port: 8080, host } } })],
    },
    {
      id: "startup",
      says: {
        de: "Hauptcontainer: startupProbe an fremden Host",
        en: "main container: startupProbe to a foreign host",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/startupProbe", { httpGet: { path: "/livez", port: 8080, host } })],
    },
    {
      id: "tcp",
      says: {
        de: "Hauptcontainer: livenessProbe über tcpSocket an fremden Host",
        en: "main container: livenessProbe by tcpSocket to a foreign host",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [replace("/livenessProbe", { tcpSocket: { port: 8080, host }, periodSeconds: 10 })],
    },
    {
      id: "post-start",
      says: {
        de: "Hauptcontainer: Lifecycle-Hook postStart an fremden Host",
        en: "main container: lifecycle hook postStart to a foreign host",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/lifecycle", { postStart: { httpGet: { path: "/", port: 8080, host } } })],
    },
    {
      id: "second",
      says: {
        de: "zweiter Container: livenessProbe an fremden Host",
        en: "second container: livenessProbe to a foreign host",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/livenessProbe/httpGet/host", host)],
    },
    {
      id: "sidecar",
      says: { de: "Sidecar: livenessProbe an fremden Host", en: "sidecar: livenessProbe to a foreign host" },
      expect: "reject",
      weight: "should",
      set: "deep",
      control: "with-sidecar",
      minK8s: "1.29",
      at: "init",
      patch: [add("/livenessProbe/httpGet/host", host)],
    },
    {
      id: "edge-pre-stop",
      says: {
        de: "Hauptcontainer: Lifecycle-Hook preStop ohne Host",
        en: "main container: lifecycle hook preStop without a host",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "main",
      patch: [add("/lifecycle", { preStop: { httpGet: { path: "/", port: 8080 } } })],
    },
    {
      id: "edge-empty",
      says: {
        de: "Hauptcontainer: host der livenessProbe leer",
        en: "main container: host of the livenessProbe empty",
      },
      expect: "admit",
      weight: "should",
      set: "deep",
      at: "main",
      patch: [add("/livenessProbe/httpGet/host", "")],
    },
  ],
};

import { add, remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** Whether `what` is stated in one of the blocks of a container's resources, if the parameter demands it. */
function stated(
  what: string,
  ...path: readonly [block: string, resource: string, ...others: string[]]
): string {
  const [block, resource, ...others] = path;
  const blocks = [block, ...others].map(
    (name) => `(has(container.resources.${name}) && "${resource}" in container.resources.${name})`,
  );
  return `(!("${what}" in variables.required) || (has(container.resources) && (${blocks.join(" || ")})))`;
}

/**
 * The name says limits and requests; the seed's text demands CPU and memory requests and a memory limit, per pod in one
 * sentence and for all containers in the next. Taken: these three on every container and init container; a CPU limit
 * is not demanded. The API server copies a limit into a missing request of a pod, so a limit alone suffices.
 * Defaults from a LimitRange fulfil the policy. Ephemeral containers cannot have resources.
 */
export const requireLimitsAndRequests: Policy = {
  id: "require-limits-and-requests",
  seedName: "require-limits-and-requests.yaml",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Angaben zu CPU und Speicher",
      forbids:
        "Jeder Container nennt, wie viel CPU und Speicher er anfordert und wie viel Speicher er höchstens nutzt.",
      why: "Ohne diese Angaben verteilt der Cluster blind, und eine Anwendung mit Speicherleck kann ihre Nachbarn auf dem Knoten verdrängen.",
      comply:
        "resources.requests.cpu, resources.requests.memory und resources.limits.memory in allen Containern und Init-Containern angeben.",
      practice: [
        "Erst messen, dann eintragen: `kubectl top pod --containers` oder `docker stats` unter Last. Angefordert wird das Übliche; die Speichergrenze liegt über der Spitze, denn was sie überschreitet, wird beendet.",
        "Auch das Programm muss seine Grenze kennen: `-XX:MaxRAMPercentage=75` (Java), `--max-old-space-size` (Node.js), `shared_buffers` etwa ein Viertel davon (PostgreSQL).",
        "Init-Container zählen mit; kleine Werte genügen. Für die Einplanung zählt der größte Init-Container oder die Summe aller übrigen, je nachdem, was mehr ist.",
        "Eine CPU-Grenze ist nicht verlangt. Alle Werte sollten im Chart einstellbar sein (`resources`), denn Standorte unterscheiden sich.",
      ],
    },
    en: {
      title: "CPU and memory stated",
      forbids:
        "Every container states how much CPU and memory it requests and how much memory it may use at most.",
      why: "Without them the cluster places pods blindly, and an application that leaks memory can drive its neighbours off the node.",
      comply:
        "State resources.requests.cpu, resources.requests.memory and resources.limits.memory in all containers and init containers.",
      practice: [
        "Measure, then write: `kubectl top pod --containers` or `docker stats` under load. Request what is usual; the memory limit lies above the peak, for what exceeds it is killed.",
        "Tell the program of its limit: `-XX:MaxRAMPercentage=75` (Java), `--max-old-space-size` (Node.js), `shared_buffers` about a quarter of it (PostgreSQL).",
        "Init containers count too; small values suffice. For the scheduler the largest init container or the sum of all others counts, whichever is more.",
        "A CPU limit is not demanded. Make all values settable in the chart (`resources`): sites differ.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A16"],
    "grundschutz-2023": ["SYS.1.6.A15"],
    "ig-bvc-2026": ["001"],
  },
  parameters: {
    required: {
      narrower: "more",
      default: ["requests.cpu", "requests.memory", "limits.memory"],
      values: ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"],
      says: { de: "welche Angaben jeder Container machen muss", en: "what every container must state" },
    },
  },
  conditions: [
    {
      over: ["containers", "initContainers"],
      cel: [
        stated("requests.cpu", "requests", "cpu", "limits"),
        stated("requests.memory", "requests", "memory", "limits"),
        stated("limits.cpu", "limits", "cpu"),
        stated("limits.memory", "limits", "memory"),
      ].join(" &&\n"),
      fields: ["resources"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: [
      "\\bresource (requests?|limits?)",
      "(cpu|memory)[^.\\n]{0,40}\\b(requests?|limits?)\\b",
      "\\b(requests?|limits?)\\b[^.\\n]{0,40}(cpu|memory)",
      "must specify (limits|requests)\\.",
      "must specify [^\\n]*(cpu|memory)",
      "no resource (limits|requests)",
    ],
    names: [
      "require-limits-and-requests",
      "require-requests-limits",
      "require-pod-requests-limits",
      "validate-resources",
      "K8sContainerLimits",
      "K8sContainerRequests",
      "K8sRequiredResources",
      "container-must-have-limits",
      "container-must-have-requests",
    ],
  },
  lead: "no-resources",
  probes: [
    {
      id: "no-memory-limit",
      says: {
        de: "Hauptcontainer: Speicher-Limit fehlt, Anforderung bleibt",
        en: "main container: memory limit missing, request stays",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/resources/limits/memory")],
    },
    // limits.cpu has to go as well: for Pods the API server copies a limit into a missing request
    {
      id: "no-cpu-request",
      says: {
        de: "Hauptcontainer: CPU-Anforderung fehlt, CPU-Limit auch",
        en: "main container: CPU request missing, CPU limit too",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "no-cpu-limit",
      at: "main",
      patch: [remove("/resources/requests/cpu")],
    },
    {
      id: "no-resources",
      says: {
        de: "Hauptcontainer: Anforderungen und Limits fehlen ganz",
        en: "main container: requests and limits missing entirely",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/resources")],
    },
    {
      id: "second-no-resources",
      says: {
        de: "zweiter Container: Anforderungen und Limits fehlen ganz",
        en: "second container: requests and limits missing entirely",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [remove("/resources")],
    },
    {
      id: "init-no-resources",
      says: {
        de: "Init-Container: Anforderungen und Limits fehlen ganz",
        en: "init container: requests and limits missing entirely",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "init",
      patch: [remove("/resources")],
    },
    // formally specified, materially unlimited
    {
      id: "zero-memory",
      says: {
        de: "Hauptcontainer: Speicher-Anforderung und -Limit sind 0",
        en: "main container: memory request and limit are 0",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      at: "main",
      patch: [replace("/resources/requests/memory", "0"), replace("/resources/limits/memory", "0")],
    },
    // letter of the seed: containers must specify; container fields stay empty
    {
      id: "pod-level-only",
      says: {
        de: "Anforderungen und Limits nur auf Pod-Ebene, nicht am Container",
        en: "requests and limits at pod level only, none at the container",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      minK8s: "1.34",
      at: "pod",
      patch: [
        remove("/containers/0/resources"),
        add("/resources", { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } }),
      ],
    },
    // only for Pods; in a Deployment template the field stays empty
    {
      id: "edge-request-defaulted",
      says: {
        de: "Speicher-Anforderung fehlt, Limit ist gesetzt: der API-Server ergänzt sie",
        en: "memory request missing, limit set: the API server adds the request",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "main",
      patch: [remove("/resources/requests/memory")],
    },
    // Gatekeeper K8sContainerLimits and quotas on limits.cpu are stricter
    {
      id: "edge-no-cpu-limit",
      says: { de: "CPU-Limit fehlt: es ist nicht gefordert", en: "CPU limit missing: it is not demanded" },
      expect: "admit",
      weight: "info",
      set: "deep",
      control: "no-cpu-limit",
      patch: [],
    },
  ],
};

import { add, remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The name says health and liveness, the seed's text liveness and readiness, once per pod and once for all containers.
 * Taken: both, on every regular container. Init containers are exempt (the API forbids probes there), and so are
 * pods that run to completion (`exemptJobs`). An omitted or zero period is 10 s by the API's default.
 */
export const requireHealthAndLivenessCheck: Policy = {
  id: "require-health-and-liveness-check",
  seedName: "require-health-and-liveness-check.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Liveness- und Readiness-Prüfung",
      forbids: "Jeder dauerhaft laufende Container hat eine Liveness- und eine Readiness-Prüfung.",
      why: "Nur so bemerkt der Cluster, dass eine Anwendung hängt oder noch keine Anfragen annehmen kann, und startet sie neu oder leitet den Verkehr um.",
      comply:
        "Für jeden Container livenessProbe und readinessProbe angeben. Die beiden sollten Verschiedenes prüfen: „lebt noch“ und „nimmt Anfragen an“.",
      practice: [
        "Die `livenessProbe` fragt nur den Prozess selbst. Fragte sie auch die Datenbank, so würde deren Ausfall jede Anwendung neu starten, die sie benutzt. Die `readinessProbe` darf alles einbeziehen, was für Anfragen gebraucht wird.",
        "Beispiele: PostgreSQL `pg_isready` und `psql -c 'SELECT 1'`; ein Webserver `tcpSocket` und `httpGet` einer Seite; Spring Boot `/actuator/health/liveness` und `/actuator/health/readiness`; ein Worker ohne Port `exec` mit einem Befehl, der das Alter einer regelmäßig berührten Datei ansieht.",
        "Wer langsam startet, bekommt zusätzlich eine `startupProbe`, nicht stattdessen: Bis sie bestanden ist, warten die beiden anderen.",
        "Auch Nebencontainer zählen: für Metriken, Logs oder Hintergrundaufgaben. Was von selbst fertig wird, ist in einem Job oder CronJob besser aufgehoben; dort sind keine Prüfungen nötig.",
      ],
    },
    en: {
      title: "Liveness and readiness checks",
      forbids: "Every container that keeps running has a liveness check and a readiness check.",
      why: "Only then does the cluster notice that an application hangs or cannot take requests yet, and restarts it or directs traffic elsewhere.",
      comply:
        'Give each container a livenessProbe and a readinessProbe. They should check different things: "is alive" and "takes requests".',
      practice: [
        "The `livenessProbe` asks only the process itself. If it asked the database as well, a database that is down would restart every application that uses it. The `readinessProbe` may ask what requests need.",
        "For example: PostgreSQL `pg_isready` and `psql -c 'SELECT 1'`; a web server `tcpSocket` and `httpGet` of a page; Spring Boot `/actuator/health/liveness` and `/actuator/health/readiness`; a worker without a port `exec` of a command that looks at the age of a file it touches.",
        "Slow starts get a `startupProbe` besides, not in place: until it has passed, the other two wait.",
        "Second containers count too: whatever exports metrics, ships logs or runs jobs. Work that ends is better placed in a Job or CronJob, which needs no checks.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A27"],
    "grundschutz-2023": ["APP.4.4.A11", "SYS.1.6.A3"],
    "ig-bvc-2026": ["029"],
  },
  parameters: {
    require: {
      narrower: "more",
      default: ["livenessProbe", "readinessProbe"],
      values: ["livenessProbe", "readinessProbe"],
      says: {
        de: "welche Prüfungen jeder Container haben muss",
        en: "the probes that every container must have",
      },
    },
    exemptJobs: {
      narrower: "less",
      default: true,
      says: {
        de: "ob Pods ausgenommen sind, die sich von selbst beenden (restartPolicy ungleich Always)",
        en: "whether pods that run to completion are exempt (restartPolicy other than Always)",
      },
    },
    startupSatisfies: {
      narrower: "less",
      default: false,
      says: {
        de: "ob eine startupProbe statt der anderen genügt",
        en: "whether a startupProbe suffices in place of the others",
      },
    },
  },
  conditions: [
    {
      over: ["containers"],
      cel: `(variables.exemptJobs && has(object.spec.restartPolicy) && !(object.spec.restartPolicy in ["", "Always"])) ||
(variables.startupSatisfies && has(container.startupProbe)) || (
  (!("livenessProbe" in variables.require) || (has(container.livenessProbe) &&
    (!has(container.livenessProbe.periodSeconds) || container.livenessProbe.periodSeconds >= 0))) &&
  (!("readinessProbe" in variables.require) || (has(container.readinessProbe) &&
    (!has(container.readinessProbe.periodSeconds) || container.readinessProbe.periodSeconds >= 0))))`,
      fields: ["livenessProbe", "readinessProbe"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["liveness", "readiness", "\\bprobes?\\b", "health ?check"],
    names: [
      "require-health-and-liveness-check",
      "require-pod-probes",
      "require-probes",
      "validate-probes",
      "validate-livenessProbe-readinessProbe",
      "K8sRequiredProbes",
      "must-have-probes",
    ],
  },
  lead: "no-probes",
  leadInJobs: "admit",
  probes: [
    // recent upstream Kyverno accepts any one of liveness/readiness/startup and would admit: looser
    {
      id: "no-liveness",
      says: {
        de: "Hauptcontainer ohne Liveness-Prüfung (livenessProbe)",
        en: "main container without a liveness check (livenessProbe)",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/livenessProbe")],
    },
    {
      id: "no-readiness",
      says: {
        de: "Hauptcontainer ohne Readiness-Prüfung (readinessProbe)",
        en: "main container without a readiness check (readinessProbe)",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/readinessProbe")],
    },
    {
      id: "no-probes",
      says: {
        de: "Hauptcontainer ohne Liveness- und Readiness-Prüfung",
        en: "main container without liveness and readiness checks",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/livenessProbe"), remove("/readinessProbe")],
    },
    {
      id: "startup-only",
      says: {
        de: "Hauptcontainer nur mit Startup-Prüfung (startupProbe)",
        en: "main container with a startup check only (startupProbe)",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "main",
      patch: [
        remove("/livenessProbe"),
        remove("/readinessProbe"),
        add("/startupProbe", { httpGet: { path: "/livez", port: 8080 }, periodSeconds: 10 }),
      ],
    },
    {
      id: "second-no-probes",
      says: {
        de: "zweiter Container ohne Liveness- und Readiness-Prüfung",
        en: "second container without liveness and readiness checks",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [remove("/livenessProbe"), remove("/readinessProbe")],
    },
    {
      id: "sidecar-no-probes",
      says: {
        de: "Sidecar (Init-Container mit restartPolicy Always) ohne Liveness- und Readiness-Prüfung",
        en: "sidecar (init container with restartPolicy Always) without liveness and readiness checks",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      control: "with-sidecar",
      minK8s: "1.29",
      at: "init",
      patch: [remove("/livenessProbe"), remove("/readinessProbe")],
    },
    {
      id: "edge-init-without-probes",
      says: {
        de: "Init-Container ohne Prüfungen: die API lässt dort keine zu",
        en: "init container without checks: the API permits none there",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      control: "with-init",
      patch: [],
    },
    // on the live API the default is filled in before admission; a static checker must apply the default itself
    {
      id: "edge-period-default",
      says: {
        de: "periodSeconds nicht angegeben: der API-Server ergänzt 10",
        en: "periodSeconds omitted: the API server adds 10",
      },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [remove("/livenessProbe/periodSeconds"), remove("/readinessProbe/periodSeconds")],
    },
    {
      id: "edge-exec-tcp",
      says: {
        de: "Liveness-Prüfung mit exec, Readiness-Prüfung mit tcpSocket",
        en: "liveness check by exec, readiness check by tcpSocket",
      },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [
        replace("/livenessProbe", { exec: { command: ["/bin/true"] }, periodSeconds: 10 }),
        replace("/readinessProbe", { tcpSocket: { port: 8080 }, periodSeconds: 5 }),
      ],
    },
    {
      id: "edge-grpc",
      says: { de: "Liveness-Prüfung mit grpc", en: "liveness check by grpc" },
      expect: "admit",
      weight: "info",
      set: "deep",
      minK8s: "1.24",
      at: "main",
      patch: [replace("/livenessProbe", { grpc: { port: 9090 }, periodSeconds: 10 })],
    },
    // seed: for each pod; practice: jobs are exempt. Report only
    {
      id: "edge-run-to-completion",
      says: {
        de: "einzelner Pod mit restartPolicy Never, ohne Liveness- und Readiness-Prüfung",
        en: "single pod with restartPolicy Never, without liveness and readiness checks",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      control: "restart-never",
      at: "main",
      patch: [remove("/livenessProbe"), remove("/readinessProbe")],
    },
  ],
};

import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** The condition on the user id of a pod or of a container, which have the same shape. */
function highEnough(owner: string): string {
  const user = `${owner}.securityContext.runAsUser`;
  return `!has(${owner}.securityContext) || !has(${user}) || ${user} >= variables.minUid ||
(variables.tolerateUserNamespace && has(object.spec.hostUsers) && !object.spec.hostUsers)`;
}

/**
 * Control `runAsUser` of the Pod Security Standards (restricted): a user id may be left out, but not be 0. From Kubernetes
 * 1.35 on, pods in a user namespace are exempt (`tolerateUserNamespace`), because their root is nobody on the node.
 */
export const requireRunAsNonRootUser: Policy = {
  id: "require-run-as-non-root-user",
  seedName: "require-run-as-non-root-user",
  kind: "validate",
  text: {
    de: {
      title: "Keine Benutzer-ID von root",
      forbids: "Weder Pod noch Container verlangen mit runAsUser den Benutzer root (ID 0).",
      why: "Als root wiegt jede Schwachstelle in der Anwendung oder der Laufzeitumgebung schwerer.",
      comply: "runAsUser weglassen oder eine ID ungleich 0 angeben.",
      practice: [
        "`runAsUser: 0` steht meist in Init-Containern, die `chown` ausführen: Das leistet `fsGroup` auf Pod-Ebene.",
        "In eigenen Images: `USER 10001` am Ende des Dockerfiles. Lokal ausprobieren: `docker run --user 10001:10001 IMAGE`.",
      ],
    },
    en: {
      title: "No user id of root",
      forbids: "Neither pod nor container asks for the user root (id 0) in runAsUser.",
      why: "As root, every vulnerability of the application or the runtime weighs more.",
      comply: "Leave out runAsUser or name an id other than 0.",
      practice: [
        "`runAsUser: 0` is mostly found in init containers that run `chown`: `fsGroup` at pod level does that.",
        "In your own images: `USER 10001` at the end of the Dockerfile. Try it locally: `docker run --user 10001:10001 IMAGE`.",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["SYS.1.6.A17", "SYS.1.6.A18"],
    "ig-bvc-2026": ["017"],
    "pod-security-standards": ["restricted/runAsUser"],
  },
  parameters: {
    minUid: {
      narrower: "more",
      default: 1,
      minimum: 1,
      says: { de: "kleinste erlaubte Benutzer-ID", en: "smallest user id permitted" },
    },
    tolerateUserNamespace: {
      narrower: "less",
      default: false,
      says: {
        de: "ob Pods mit eigenem User-Namespace ausgenommen sind",
        en: "whether pods in a user namespace are exempt",
      },
    },
  },
  conditions: [
    { over: "pod", cel: highEnough("object.spec"), fields: ["spec.securityContext.runAsUser"] },
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: highEnough("container"),
      fields: ["securityContext.runAsUser"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["run ?as ?user\\b", "non-?root user", "\\buid\\b", "user ?ids?\\b"],
    names: ["require-run-as-non-root-user", "run-as-non-root-user"],
  },
  lead: "pod-0",
  probes: [
    {
      id: "pod-0",
      says: { de: "Pod-Ebene: runAsUser=0", en: "pod level: runAsUser=0" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/runAsUser", 0)],
    },
    {
      id: "main-0",
      says: { de: "Hauptcontainer: runAsUser=0", en: "main container: runAsUser=0" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/securityContext/runAsUser", 0)],
    },
    {
      id: "init-0",
      says: { de: "Init-Container: runAsUser=0", en: "init container: runAsUser=0" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "init",
      patch: [add("/securityContext/runAsUser", 0)],
    },
    {
      id: "second-0",
      says: { de: "zweiter Container: runAsUser=0", en: "second container: runAsUser=0" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/securityContext/runAsUser", 0)],
    },
    {
      id: "ephemeral-0",
      says: { de: "Ephemeral-Container: runAsUser=0", en: "ephemeral container: runAsUser=0" },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [add("/securityContext/runAsUser", 0)],
    },
    {
      id: "userns-0",
      says: {
        de: "runAsUser=0 in einem Pod mit eigenem User-Namespace (hostUsers=false)",
        en: "runAsUser=0 in a pod with its own user namespace (hostUsers=false)",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      control: "hostusers-false",
      minK8s: "1.33",
      at: "pod",
      patch: [add("/securityContext/runAsUser", 0)],
    },
    // a platform that assigns ids of its own may refuse it: stricter, not a failure
    {
      id: "edge-high",
      says: { de: "Pod-Ebene: runAsUser=100000", en: "pod level: runAsUser=100000" },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/runAsUser", 100000)],
    },
  ],
};

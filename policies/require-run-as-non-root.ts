import { add, remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The goal is a non-root user, the means one field: the letter asks for the field. Of a pod that a platform changed,
 * an assigned non-root user is accepted as well (`effective`), because OpenShift assigns one in place of the field.
 * Pod Security `restricted` exempts pods in a user namespace from 1.35 on; the seed does not (`tolerateUserNamespace`).
 */
export const requireRunAsNonRoot: Policy = {
  id: "require-run-as-non-root",
  seedName: "require-run-as-non-root.yaml",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Nicht als root",
      forbids: "Für jeden Container gilt runAsNonRoot: true.",
      why: "Läuft eine Anwendung als root, führt eine Schwachstelle in ihr leichter zum Zugriff auf den Knoten.",
      comply:
        "securityContext.runAsNonRoot: true auf Pod-Ebene setzen und im Image einen Benutzer mit numerischer ID ungleich 0 festlegen.",
      practice: [
        "Zusätzlich `runAsUser` als Zahl angeben, wenn das Image seinen Benutzer mit Namen nennt (`USER nginx`) oder gar nicht: Eine Zahl kann das Kubelet von root unterscheiden, einen Namen nicht, und dann startet es den Container nicht.",
        "Benutzer verbreiteter Images: PostgreSQL 999 (Alpine: 70), Apache und PHP 33 (Alpine: 82), nginx-unprivileged 101, Node.js 1000, .NET 1654. Ist es gleichgültig, welcher: irgendeiner, etwa 10001. PostgreSQL will einen, den `/etc/passwd` kennt.",
        "OpenShift weist einen Benutzer aus einem Bereich zu und lehnt andere ab. Das Chart muss es dem Standort deshalb erlauben, `runAsUser` wegzulassen.",
        "In eigenen Images: `USER 10001` am Ende des Dockerfiles, und alle Dateien für alle lesbar. Lokal ausprobieren: `docker run --user 10001:10001 IMAGE`.",
      ],
    },
    en: {
      title: "Not as root",
      forbids: "runAsNonRoot: true holds for every container.",
      why: "If an application runs as root, a vulnerability in it more easily leads to access to the node.",
      comply:
        "Set securityContext.runAsNonRoot: true at pod level and give the image a user with a numeric id other than 0.",
      practice: [
        "Set `runAsUser` to a number as well if the image names its user (`USER nginx`) or none: the kubelet can tell a number from root, but not a name, and does not start the container then.",
        "Users of common images: PostgreSQL 999 (Alpine: 70), Apache and PHP 33 (Alpine: 82), nginx-unprivileged 101, Node.js 1000, .NET 1654. Where the image's user does not matter, take any, 10001 say. PostgreSQL wants one that `/etc/passwd` knows.",
        "OpenShift assigns a user out of a range and refuses others. So the chart has to let the site leave out `runAsUser`.",
        "In your own images: `USER 10001` at the end of the Dockerfile, and files readable for all. Try it locally: `docker run --user 10001:10001 IMAGE`.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A26"],
    "grundschutz-2023": ["SYS.1.6.A17", "SYS.1.6.A18"],
    "ig-bvc-2026": ["013"],
    "grundschutz-plus-plus": ["KONF.6.1"],
    "pod-security-standards": ["restricted/runAsNonRoot"],
  },
  parameters: {
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
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `(variables.tolerateUserNamespace && has(object.spec.hostUsers) && !object.spec.hostUsers) ||
((has(container.securityContext) && has(container.securityContext.runAsNonRoot))
? container.securityContext.runAsNonRoot
: (has(object.spec.securityContext) && has(object.spec.securityContext.runAsNonRoot) &&
  object.spec.securityContext.runAsNonRoot))`,
      fields: ["securityContext.runAsNonRoot"],
    },
  ],
  effective: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `(has(container.securityContext) && has(container.securityContext.runAsUser))
? container.securityContext.runAsUser > 0
: (has(object.spec.securityContext) && has(object.spec.securityContext.runAsUser) &&
  object.spec.securityContext.runAsUser > 0)`,
      fields: ["securityContext.runAsUser"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["run ?as ?non ?root", "run(ning)? as root", "run ?as ?user", "non-?root user", "\\buid\\b"],
    names: ["require-run-as-non-root", "require-run-as-nonroot", "run-as-non-root"],
  },
  lead: "unset",
  probes: [
    {
      id: "unset",
      says: { de: "weder runAsNonRoot noch runAsUser gesetzt", en: "neither runAsNonRoot nor runAsUser set" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [remove("/securityContext/runAsNonRoot")],
    },
    // OpenShift restricted(-v2): admitted, field stays false, but a non-zero runAsUser is assigned: effective compliance
    {
      id: "pod-false",
      says: { de: "Pod-Ebene: runAsNonRoot=false", en: "pod level: runAsNonRoot=false" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [replace("/securityContext/runAsNonRoot", false)],
    },
    {
      id: "main-false",
      says: {
        de: "Hauptcontainer: runAsNonRoot=false, überschreibt true des Pods",
        en: "main container: runAsNonRoot=false, overrides the pod's true",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/securityContext/runAsNonRoot", false)],
    },
    {
      id: "init-false",
      says: { de: "Init-Container: runAsNonRoot=false", en: "init container: runAsNonRoot=false" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "init",
      patch: [add("/securityContext/runAsNonRoot", false)],
    },
    {
      id: "second-false",
      says: { de: "zweiter Container: runAsNonRoot=false", en: "second container: runAsNonRoot=false" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/securityContext/runAsNonRoot", false)],
    },
    {
      id: "ephemeral-false",
      says: { de: "Ephemeral-Container: runAsNonRoot=false", en: "ephemeral container: runAsNonRoot=false" },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [add("/securityContext/runAsNonRoot", false)],
    },
    // letter of the seed is fulfilled (field is true); PSS restricted >=1.23, Kyverno require-run-as-non-root-user and SCC reject
    {
      id: "user-0",
      says: {
        de: "Pod-Ebene: runAsUser=0 trotz runAsNonRoot=true: das Kubelet würde den Container nicht starten",
        en: "pod level: runAsUser=0 despite runAsNonRoot=true: the kubelet would not start the container",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/runAsUser", 0)],
    },
    // effective non-root; Gatekeeper MustRunAsNonRoot admits, PSA/Kyverno reject
    {
      id: "unset-with-uid",
      says: {
        de: "runAsNonRoot nicht gesetzt, aber runAsUser=100000",
        en: "runAsNonRoot not set, but runAsUser=100000",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [remove("/securityContext/runAsNonRoot"), add("/securityContext/runAsUser", 100000)],
    },
    // PSA restricted >=1.35 admits by design
    {
      id: "userns-unset",
      says: {
        de: "runAsNonRoot nicht gesetzt, in einem Pod mit eigenem User-Namespace (hostUsers=false)",
        en: "runAsNonRoot not set, in a pod with its own user namespace (hostUsers=false)",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      control: "hostusers-false",
      minK8s: "1.33",
      at: "pod",
      patch: [remove("/securityContext/runAsNonRoot")],
    },
    {
      id: "edge-container-only",
      says: { de: "runAsNonRoot=true nur am Container", en: "runAsNonRoot=true at the container only" },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [
        remove("/securityContext/runAsNonRoot"),
        add("/containers/0/securityContext/runAsNonRoot", true),
      ],
    },
    {
      id: "edge-both-levels",
      says: { de: "runAsNonRoot=true an Pod und Container", en: "runAsNonRoot=true at pod and container" },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/runAsNonRoot", true)],
    },
  ],
};

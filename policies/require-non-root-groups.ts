import { add, remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The seed forbids group ids below 1000 and in the next sentence demands a number less than 1000: a slip of editing.
 * Taken: every group id is at least `minGid`. "Are set" is taken for runAsGroup only (`requireRunAsGroup`);
 * supplementalGroups and fsGroup count when present. A pod's value counts even if all containers override it.
 */
export const requireNonRootGroups: Policy = {
  id: "require-non-root-groups",
  seedName: "require-non-root-groups.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Keine System-Gruppen",
      forbids: "Primäre und zusätzliche Gruppen-IDs sind mindestens 1000, und die primäre ist gesetzt.",
      why: "Ohne Angabe laufen viele Images mit der Gruppe root. Dateien, die dieser oder einer System-Gruppe gehören, sind dann lesbar oder sogar änderbar.",
      comply:
        "securityContext.runAsGroup auf Pod-Ebene auf eine hohe ID setzen (zum Beispiel 100000); supplementalGroups und fsGroup ebenso, falls benutzt.",
      practice: [
        "`runAsGroup: 10001` auf Pod-Ebene; die Gruppe muss es im Image nicht geben. Unter 1000 liegen System-Gruppen: 33 (www-data), 101 (nginx) und 999 (postgres) stehen in vielen veröffentlichten Manifesten.",
        "`fsGroup: 10001` gibt Volumes dieser Gruppe; Init-Container, die als root `chown` ausführen, entfallen damit. Mit `fsGroupChangePolicy: OnRootMismatch` geschieht das nur einmal, und PostgreSQL behält die Rechte, die es für sein Datenverzeichnis verlangt.",
        "Images, die zum Schreiben die Gruppe 0 erwarten (für OpenShift gebaut), bekommen ein Volume, wo sie schreiben.",
        "Lokal ausprobieren: `docker run --user 999:10001 IMAGE`.",
      ],
    },
    en: {
      title: "No system groups",
      forbids: "Primary and supplementary group ids are at least 1000, and the primary one is set.",
      why: "Without it many images run with the group root. Files that belong to it or to a system group can then be read or even changed.",
      comply:
        "Set securityContext.runAsGroup at pod level to a high id (100000, say); supplementalGroups and fsGroup likewise if used.",
      practice: [
        "`runAsGroup: 10001` at pod level; the group need not exist in the image. Below 1000 are system groups: 33 (www-data), 101 (nginx), 999 (postgres) are found in many published manifests.",
        "`fsGroup: 10001` gives volumes to that group, so init containers that run `chown` as root are needless. With `fsGroupChangePolicy: OnRootMismatch` that happens once, and PostgreSQL keeps the mode it demands for its data directory.",
        "Images that expect group 0 for writing (built for OpenShift) get a volume where they write.",
        "Try it locally: `docker run --user 999:10001 IMAGE`.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A26"],
    "grundschutz-2023": ["SYS.1.6.A17", "SYS.1.6.A18"],
    "ig-bvc-2026": ["018"],
    "grundschutz-plus-plus": ["KONF.6.1"],
  },
  parameters: {
    minGid: {
      narrower: "more",
      default: 1000,
      minimum: 1,
      says: { de: "kleinste erlaubte Gruppen-ID", en: "smallest group id permitted" },
    },
    requireRunAsGroup: {
      narrower: "more",
      default: true,
      says: { de: "ob runAsGroup gesetzt sein muss", en: "whether runAsGroup must be set" },
    },
  },
  conditions: [
    {
      over: "pod",
      cel: `!has(object.spec.securityContext) || (
  (!has(object.spec.securityContext.runAsGroup) ||
    object.spec.securityContext.runAsGroup >= variables.minGid) &&
  (!has(object.spec.securityContext.supplementalGroups) ||
    object.spec.securityContext.supplementalGroups.all(group, group >= variables.minGid)) &&
  (!has(object.spec.securityContext.fsGroup) ||
    object.spec.securityContext.fsGroup >= variables.minGid))`,
      fields: [
        "spec.securityContext.runAsGroup",
        "spec.securityContext.supplementalGroups",
        "spec.securityContext.fsGroup",
      ],
    },
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `(has(container.securityContext) && has(container.securityContext.runAsGroup))
? container.securityContext.runAsGroup >= variables.minGid
: (!variables.requireRunAsGroup ||
  (has(object.spec.securityContext) && has(object.spec.securityContext.runAsGroup)))`,
      fields: ["securityContext.runAsGroup"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: [
      "run ?as ?group",
      "supplemental ?groups?",
      "fs ?group",
      "\\bgids?\\b",
      "\\bgroup ids?\\b",
      "disallowed group",
    ],
    names: [
      "require-non-root-groups",
      "check-runasgroup",
      "check-supplementalgroups",
      "check-fsgroup",
      "require-gid-greater-2000",
      "K8sPSPFSGroup",
      "psp-fsgroup",
    ],
  },
  lead: "pod-runasgroup-0",
  probes: [
    {
      id: "pod-runasgroup-0",
      says: { de: "Pod-Ebene: runAsGroup=0", en: "pod level: runAsGroup=0" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [replace("/securityContext/runAsGroup", 0)],
    },
    {
      id: "pod-supplemental-0",
      says: { de: "Pod-Ebene: supplementalGroups=[0]", en: "pod level: supplementalGroups=[0]" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", [0])],
    },
    {
      id: "pod-fsgroup-0",
      says: { de: "Pod-Ebene: fsGroup=0", en: "pod level: fsGroup=0" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/fsGroup", 0)],
    },
    // separates ">0" (upstream) from ">=1000" (seed)
    {
      id: "pod-runasgroup-below-min",
      says: {
        de: "Pod-Ebene: runAsGroup um 1 unter der kleinsten erlaubten ID",
        en: "pod level: runAsGroup 1 below the smallest permitted id",
      },
      expect: "reject",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [replace("/securityContext/runAsGroup", "$BELOW_MIN_GID")],
    },
    {
      id: "pod-fsgroup-below-min",
      says: {
        de: "Pod-Ebene: fsGroup um 1 unter der kleinsten erlaubten ID",
        en: "pod level: fsGroup 1 below the smallest permitted id",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/fsGroup", "$BELOW_MIN_GID")],
    },
    {
      id: "pod-supplemental-below-min",
      says: {
        de: "Pod-Ebene: supplementalGroups um 1 unter der kleinsten erlaubten ID",
        en: "pod level: supplementalGroups 1 below the smallest permitted id",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", ["$BELOW_MIN_GID"])],
    },
    {
      id: "pod-supplemental-mixed",
      says: {
        de: "Pod-Ebene: supplementalGroups mit hoher ID, danach 0 (root)",
        en: "pod level: supplementalGroups with a high id, then 0 (root)",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", ["$GID", 0])],
    },
    {
      id: "main-runasgroup-0",
      says: {
        de: "Hauptcontainer: runAsGroup=0, überschreibt den zulässigen Wert des Pods",
        en: "main container: runAsGroup=0, overrides the pod's permitted value",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/runAsGroup", 0)],
    },
    {
      id: "init-runasgroup-0",
      says: { de: "Init-Container: runAsGroup=0", en: "init container: runAsGroup=0" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "init",
      patch: [add("/securityContext/runAsGroup", 0)],
    },
    {
      id: "second-runasgroup-0",
      says: { de: "zweiter Container: runAsGroup=0", en: "second container: runAsGroup=0" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/securityContext/runAsGroup", 0)],
    },
    {
      id: "ephemeral-runasgroup-0",
      says: { de: "Ephemeral-Container: runAsGroup=0", en: "ephemeral container: runAsGroup=0" },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [add("/securityContext/runAsGroup", 0)],
    },
    // seed says "are set"; Kyverno 2021 allowed unset, since 2022 it requires it
    {
      id: "runasgroup-unset",
      says: { de: "runAsGroup nirgends gesetzt", en: "runAsGroup set nowhere" },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [remove("/securityContext/runAsGroup")],
    },
    {
      id: "edge-container-only",
      says: { de: "runAsGroup nur am Container gesetzt", en: "runAsGroup set at the container only" },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [remove("/securityContext/runAsGroup"), add("/containers/0/securityContext/runAsGroup", "$GID")],
    },
    {
      id: "edge-min",
      says: { de: "runAsGroup ist die kleinste erlaubte ID", en: "runAsGroup is the smallest permitted id" },
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [replace("/securityContext/runAsGroup", "$MIN_GID")],
    },
    {
      id: "edge-supplemental-ok",
      says: { de: "supplementalGroups mit hoher ID", en: "supplementalGroups with a high id" },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", ["$GID"])],
    },
    // OpenShift restricted-v2 rejects values outside the namespace range: not a finding
    {
      id: "edge-fsgroup-ok",
      says: { de: "fsGroup mit hoher ID", en: "fsGroup with a high id" },
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/fsGroup", "$GID")],
    },
  ],
};

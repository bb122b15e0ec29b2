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
      why: "Ohne Angabe laufen viele Images mit der Gruppe root. Dateien, die dieser oder einer System-Gruppe gehören, wären dann lesbar oder gar änderbar.",
      comply:
        "securityContext.runAsGroup auf Pod-Ebene auf eine hohe ID setzen (zum Beispiel 100000); supplementalGroups und fsGroup ebenso, falls benutzt.",
    },
    en: {
      title: "No system groups",
      forbids: "Primary and supplementary group ids are at least 1000, and the primary one is set.",
      why: "Without it many images run with the group root. Files that belong to it or to a system group could then be read or even changed.",
      comply:
        "Set securityContext.runAsGroup at pod level to a high id (100000, say); supplementalGroups and fsGroup likewise if used.",
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
      default: 1000,
      says: { de: "kleinste erlaubte Gruppen-ID", en: "smallest group id permitted" },
    },
    requireRunAsGroup: {
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
      "K8sPSPAllowedUsers",
      "psp-pods-allowed-user-ranges",
      "K8sPSPFSGroup",
      "psp-fsgroup",
    ],
  },
  lead: "pod-runasgroup-0",
  probes: [
    {
      id: "pod-runasgroup-0",
      says: "pod level runAsGroup=0",
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [replace("/securityContext/runAsGroup", 0)],
    },
    {
      id: "pod-supplemental-0",
      says: "supplementalGroups=[0]",
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", [0])],
    },
    {
      id: "pod-fsgroup-0",
      says: "fsGroup=0",
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/securityContext/fsGroup", 0)],
    },
    // separates ">0" (upstream) from ">=1000" (seed)
    {
      id: "pod-runasgroup-below-min",
      says: "pod level runAsGroup one below minGid",
      expect: "reject",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [replace("/securityContext/runAsGroup", "$BELOW_MIN_GID")],
    },
    {
      id: "pod-fsgroup-below-min",
      says: "fsGroup one below minGid",
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/fsGroup", "$BELOW_MIN_GID")],
    },
    {
      id: "pod-supplemental-below-min",
      says: "supplementalGroups one below minGid",
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", ["$BELOW_MIN_GID"])],
    },
    {
      id: "pod-supplemental-mixed",
      says: "supplementalGroups=[high id, 0]: second entry is root",
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", ["$GID", 0])],
    },
    {
      id: "main-runasgroup-0",
      says: "container level runAsGroup=0 overrides a good pod value",
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/runAsGroup", 0)],
    },
    {
      id: "init-runasgroup-0",
      says: "init container runAsGroup=0",
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "init",
      patch: [add("/securityContext/runAsGroup", 0)],
    },
    {
      id: "second-runasgroup-0",
      says: "second container runAsGroup=0",
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/securityContext/runAsGroup", 0)],
    },
    {
      id: "ephemeral-runasgroup-0",
      says: "ephemeral container runAsGroup=0",
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
      says: "runAsGroup set nowhere",
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [remove("/securityContext/runAsGroup")],
    },
    {
      id: "edge-container-only",
      says: "runAsGroup only on container level",
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [remove("/securityContext/runAsGroup"), add("/containers/0/securityContext/runAsGroup", "$GID")],
    },
    {
      id: "edge-min",
      says: "runAsGroup exactly at the minimum",
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [replace("/securityContext/runAsGroup", "$MIN_GID")],
    },
    {
      id: "edge-supplemental-ok",
      says: "supplementalGroups of a high id",
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/supplementalGroups", ["$GID"])],
    },
    // OpenShift restricted-v2 rejects values outside the namespace range: not a finding
    {
      id: "edge-fsgroup-ok",
      says: "fsGroup of a high id",
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/securityContext/fsGroup", "$GID")],
    },
  ],
};

import { remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The API server refuses `privileged: true` together with `allowPrivilegeEscalation: false` (422), so the probes differ
 * from controls that leave the latter unset: two operations, one property.
 */
export const disallowPrivilegedContainers: Policy = {
  id: "disallow-privileged-containers",
  seedName: "disallow-privileged-containers.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Keine privilegierten Container",
      forbids: "Kein Container läuft privilegiert.",
      why: "Ein privilegierter Container hat Zugriff auf die Geräte des Knotens und fast alle Rechte von root; die Trennung von ihm ist aufgehoben.",
      comply: "securityContext.privileged in allen Containern weglassen oder auf false setzen.",
      practice: [
        "Häufig ist es ein Init-Container, der einen Kernel-Parameter setzt. Den stellt der Betreiber am Knoten ein; OpenSearch kommt mit `node.store.allow_mmap: false` auch ohne `vm.max_map_count` aus.",
        "Images lassen sich ohne Daemon und ohne solche Rechte bauen (buildah, BuildKit ohne root), am besten in der Pipeline statt im Cluster.",
        "Netzlaufwerke kommen über einen CSI-Treiber und einen PersistentVolumeClaim, nicht durch `mount` im Container.",
      ],
    },
    en: {
      title: "No privileged containers",
      forbids: "No container runs privileged.",
      why: "A privileged container reaches the devices of its node and has nearly all rights of root; nothing separates it from the host any more.",
      comply: "Leave out securityContext.privileged in every container or set it to false.",
      practice: [
        "Often it is an init container that sets a kernel parameter. That is for the operator to set on the node; OpenSearch also does without `vm.max_map_count`, with `node.store.allow_mmap: false`.",
        "Images can be built without a daemon and without these rights (buildah, BuildKit without root), best in the pipeline and not in the cluster.",
        "File shares come through a CSI driver and a PersistentVolumeClaim, not by `mount` in the container.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A21"],
    "grundschutz-2023": ["SYS.1.6.A17"],
    "ig-bvc-2026": ["015"],
    "grundschutz-plus-plus": ["KONF.6.1"],
    "pod-security-standards": ["baseline/privileged"],
  },
  parameters: {},
  conditions: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `!has(container.securityContext) || !has(container.securityContext.privileged) ||
!container.securityContext.privileged`,
      fields: ["securityContext.privileged"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: [
      "\\bprivileged\\b(?![- ]?escalation)",
      "privilegierte?r? container",
      "disallow-privilege\\b(?!-)",
    ],
    names: [
      "disallow-privileged-containers",
      "privileged-containers",
      "K8sPSPPrivilegedContainer",
      "psp-privileged-container",
    ],
    notEvidence: ["allow ?privilege ?escalation", "privilege[- ]?escalation"],
  },
  lead: "main",
  probes: [
    // allowPrivilegeEscalation must be dropped too: false+privileged is a 422 of the API server
    {
      id: "main",
      says: { de: "Hauptcontainer privilegiert", en: "main container privileged" },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "no-ape",
      at: "main",
      patch: [replace("/securityContext/privileged", true)],
    },
    {
      id: "init",
      says: { de: "Init-Container privilegiert", en: "init container privileged" },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "init-no-ape",
      at: "init",
      patch: [replace("/securityContext/privileged", true)],
    },
    {
      id: "second",
      says: { de: "zweiter Container privilegiert", en: "second container privileged" },
      expect: "reject",
      weight: "must",
      set: "deep",
      control: "second-no-ape",
      at: "second",
      patch: [replace("/securityContext/privileged", true)],
    },
    {
      id: "ephemeral",
      says: { de: "Ephemeral-Container privilegiert", en: "ephemeral container privileged" },
      expect: "reject",
      weight: "should",
      set: "deep",
      control: "ephemeral-no-ape",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [replace("/securityContext/privileged", true)],
    },
    // fallback for sites whose mutator fills in allowPrivilegeEscalation=false (then the lead variant ends in 422)
    {
      id: "main-ape-true",
      says: {
        de: "Hauptcontainer privilegiert, allowPrivilegeEscalation ausdrücklich true",
        en: "main container privileged, allowPrivilegeEscalation explicitly true",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      at: "main",
      patch: [
        replace("/securityContext/allowPrivilegeEscalation", true),
        replace("/securityContext/privileged", true),
      ],
    },
    {
      id: "edge-unset",
      says: { de: "Hauptcontainer: privileged nicht gesetzt", en: "main container: privileged not set" },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [remove("/securityContext/privileged")],
    },
  ],
};

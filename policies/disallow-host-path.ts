import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** Control `hostPathVolumes` of the Pod Security Standards (baseline). Mounted or not, read-only or not, makes no difference. */
export const disallowHostPath: Policy = {
  id: "disallow-host-path",
  seedName: "disallow-host-path",
  kind: "validate",
  text: {
    de: {
      title: "Keine Verzeichnisse des Knotens",
      forbids: "Pods binden keine Dateien oder Verzeichnisse des Knotens ein (hostPath).",
      why: "Wer in das Dateisystem des Knotens schreiben kann, übernimmt ihn; schon Lesen verrät Schlüssel und Daten anderer Anwendungen.",
      comply:
        "Statt hostPath ein emptyDir, ein PersistentVolumeClaim, eine ConfigMap oder ein Secret verwenden.",
    },
    en: {
      title: "No directories of the node",
      forbids: "Pods mount no files or directories of their node (hostPath).",
      why: "Whoever can write to the node's file system takes the node over; even reading gives away keys and other applications' data.",
      comply: "In place of hostPath use an emptyDir, a PersistentVolumeClaim, a ConfigMap or a Secret.",
    },
  },
  requirements: {
    "grundschutz-2023": ["SYS.1.6.A19", "APP.4.4.A4"],
    "ig-bvc-2026": ["009"],
    "pod-security-standards": ["baseline/hostPathVolumes"],
  },
  parameters: {},
  conditions: [
    {
      over: "pod",
      cel: "!has(object.spec.volumes) || object.spec.volumes.all(volume, !has(volume.hostPath))",
      fields: ["spec.volumes"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["host ?path"],
    names: ["disallow-host-path", "host-path-volumes", "K8sPSPHostFilesystem", "psp-host-filesystem"],
  },
  lead: "host-path",
  probes: [
    {
      id: "host-path",
      says: { de: "Volume des Typs hostPath, nicht eingehängt", en: "volume of type hostPath, not mounted" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", hostPath: { path: "/var/log" } }])],
    },
    {
      id: "after-another",
      says: {
        de: "Volume des Typs hostPath, nach einem emptyDir",
        en: "volume of type hostPath, after an emptyDir",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "empty-dir",
      at: "pod",
      patch: [add("/volumes/-", { name: "more", hostPath: { path: "/var/log" } })],
    },
    {
      id: "typed",
      says: {
        de: "Volume des Typs hostPath, das einen Socket einbindet",
        en: "volume of type hostPath that is a socket",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", hostPath: { path: "/run/x.sock", type: "Socket" } }])],
    },
    {
      id: "edge-empty-dir",
      says: { de: "Volume des Typs emptyDir", en: "volume of type emptyDir" },
      expect: "admit",
      weight: "should",
      set: "core",
      control: "empty-dir",
      patch: [],
    },
  ],
};

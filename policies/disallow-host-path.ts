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
      practice: [
        "Logs gehen auf die Standardausgabe, die die Plattform einsammelt; Zwischenergebnisse kommen in ein emptyDir, Daten in einen PersistentVolumeClaim; Zertifikate und Konfiguration kommen aus einer ConfigMap oder einem Secret.",
        "Für `/var/run/docker.sock` gibt es keinen Ersatz: Eine Anwendung sollte nicht mit der Laufzeitumgebung sprechen. Images werden in der Pipeline gebaut.",
        "Für die Zeitzone braucht es kein `/etc/localtime` des Knotens: `TZ` setzen.",
      ],
    },
    en: {
      title: "No directories of the node",
      forbids: "Pods mount no files or directories of their node (hostPath).",
      why: "Whoever can write to the node's file system takes the node over; even reading gives away keys and other applications' data.",
      comply: "In place of hostPath use an emptyDir, a PersistentVolumeClaim, a ConfigMap or a Secret.",
      practice: [
        "Logs go to the standard output, which the platform collects; scratch space is an emptyDir, data a PersistentVolumeClaim, certificates and configuration come from a ConfigMap or a Secret.",
        "`/var/run/docker.sock` has no replacement: an application should not talk to the runtime. Build images in the pipeline.",
        "The time zone needs no `/etc/localtime` of the node: set `TZ`.",
      ],
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

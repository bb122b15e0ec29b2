import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** The types that the standard does not permit, without hostPath. */
const forbidden = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "gitRepo",
  "glusterfs",
  "iscsi",
  "nfs",
  "photonPersistentDisk",
  "portworxVolume",
  "quobyte",
  "rbd",
  "scaleIO",
  "storageos",
  "vsphereVolume",
];

/**
 * Control `restrictedVolumes` of the Pod Security Standards (restricted). hostPath is the matter of disallow-host-path,
 * so that one violation breaks one policy. The types that are not permitted are named, not those that are: a volume
 * without any type is an emptyDir.
 */
export const restrictVolumeTypes: Policy = {
  id: "restrict-volume-types",
  seedName: "restrict-volume-types",
  kind: "validate",
  text: {
    de: {
      title: "Nur unbedenkliche Volume-Typen",
      forbids: "Pods binden Speicher nicht unmittelbar ein (nfs, iscsi und andere), sondern über Claims.",
      why: "Sonst wählt der Pod selbst Server, Freigabe und Zugangsdaten, am Betreiber des Speichers vorbei.",
      comply:
        "Speicher über einen PersistentVolumeClaim beziehen. Erlaubt sind außerdem configMap, csi, downwardAPI, emptyDir, ephemeral, image, projected und secret.",
      practice: [
        "Statt `nfs` oder `iscsi` im Pod: ein PersistentVolumeClaim. Der Betreiber stellt die Storage-Klasse bereit oder für ein vorhandenes Laufwerk ein PersistentVolume.",
        "Storage-Klasse und Name eines vorhandenen Claims sollten im Chart einstellbar sein (`persistence.storageClass`, `persistence.existingClaim`).",
      ],
    },
    en: {
      title: "Harmless types of volume only",
      forbids: "Pods do not mount storage directly (nfs, iscsi and others), but through claims.",
      why: "Otherwise the pod itself chooses server, share and credentials, past those who run the storage.",
      comply:
        "Get storage through a PersistentVolumeClaim. Permitted as well: configMap, csi, downwardAPI, emptyDir, ephemeral, image, projected and secret.",
      practice: [
        "In place of `nfs` or `iscsi` in the pod: a PersistentVolumeClaim. The operator provides the storage class or a PersistentVolume for an existing share.",
        "Make the storage class and the name of an existing claim settable in the chart (`persistence.storageClass`, `persistence.existingClaim`).",
      ],
    },
  },
  requirements: {
    "grundschutz-2023": ["SYS.1.6.A19"],
    "pod-security-standards": ["restricted/restrictedVolumes"],
  },
  parameters: {},
  conditions: [
    {
      over: "pod",
      cel: `!has(object.spec.volumes) || object.spec.volumes.all(volume,
${forbidden.map((type) => `  !has(volume.${type})`).join(" &&\n")})`,
      fields: ["spec.volumes"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: [
      "volume ?types?\\b",
      "restricted[- ]?volumes?",
      "volumes? (are|is) not allowed",
      "spec\\.volumes",
    ],
    names: ["restrict-volume-types", "restricted-volumes", "K8sPSPVolumeTypes", "psp-volume-types"],
  },
  lead: "nfs",
  probes: [
    {
      id: "nfs",
      says: { de: "Volume des Typs nfs", en: "volume of type nfs" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", nfs: { server: "192.0.2.1", path: "/a" } }])],
    },
    {
      id: "iscsi",
      says: { de: "Volume des Typs iscsi", en: "volume of type iscsi" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "pod",
      patch: [
        add("/volumes", [
          {
            name: "vol",
            iscsi: { targetPortal: "192.0.2.1:3260", iqn: "iqn.2001-04.com.example:a", lun: 0 },
          },
        ]),
      ],
    },
    {
      id: "flex-volume",
      says: { de: "Volume des Typs flexVolume", en: "volume of type flexVolume" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", flexVolume: { driver: "example/a" } }])],
    },
    {
      id: "ceph-fs",
      says: { de: "Volume des Typs cephfs", en: "volume of type cephfs" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", cephfs: { monitors: ["192.0.2.1:6789"] } }])],
    },
    {
      id: "after-another",
      says: { de: "Volume des Typs nfs, nach einem emptyDir", en: "volume of type nfs, after an emptyDir" },
      expect: "reject",
      weight: "must",
      set: "deep",
      control: "empty-dir",
      at: "pod",
      patch: [add("/volumes/-", { name: "more", nfs: { server: "192.0.2.1", path: "/a" } })],
    },
    {
      id: "edge-config-map",
      says: { de: "Volume des Typs configMap", en: "volume of type configMap" },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", configMap: { name: "a" } }])],
    },
    {
      id: "edge-claim",
      says: { de: "Volume über einen PersistentVolumeClaim", en: "volume through a PersistentVolumeClaim" },
      expect: "admit",
      weight: "should",
      set: "deep",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", persistentVolumeClaim: { claimName: "a" } }])],
    },
    {
      id: "edge-csi",
      says: { de: "Volume des Typs csi", en: "volume of type csi" },
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "pod",
      patch: [add("/volumes", [{ name: "vol", csi: { driver: "a.example" } }])],
    },
  ],
};

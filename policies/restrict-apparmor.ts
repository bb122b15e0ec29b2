import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/** The condition on the profile field of a pod or of a container, which have the same shape. */
function allowed(owner: string): string {
  const profile = `${owner}.securityContext.appArmorProfile`;
  return `!has(${owner}.securityContext) || !has(${profile}) ||
(${profile}.type == "RuntimeDefault" && "runtime/default" in variables.allowedProfiles) ||
(${profile}.type == "Localhost" && "localhost/*" in variables.allowedProfiles)`;
}

/**
 * The seed speaks of "an allowed set of profiles" and ends with `runtime/default` only: the profile takes the latter.
 * There are two spellings, the annotation and, from Kubernetes 1.30 on, a field of pod and container; an engine that
 * reads only one of them leaves a hole. Clusters without AppArmor say so in the configuration.
 */
export const restrictApparmor: Policy = {
  id: "restrict-apparmor",
  seedName: "restrict-apparmor.yaml",
  kind: "validate",
  text: {
    de: {
      title: "Nur das AppArmor-Profil der Laufzeitumgebung",
      forbids: "Pods und Container wählen kein anderes AppArmor-Profil als runtime/default.",
      why: "Das Profil der Laufzeitumgebung begrenzt, was ein Prozess am Kernel darf. Wer es abschaltet oder ersetzt, verliert diesen Schutz.",
      comply:
        "AppArmor-Annotation und appArmorProfile weglassen oder auf runtime/default beziehungsweise RuntimeDefault setzen.",
      practice: [
        "`unconfined` steht in Manifesten von Anwendungen, die Dateisysteme einhängen oder Container starten. Herausnehmen und ausprobieren: Viele brauchen es nicht mehr oder nur für eine Funktion, die sich abschalten lässt.",
        "Es gibt zwei Schreibweisen, die Annotation `container.apparmor.security.beta.kubernetes.io/NAME` und das Feld `appArmorProfile`; nach beiden suchen, auch in Subcharts. Ohne Angabe wenden Knoten mit AppArmor das Profil der Laufzeitumgebung an.",
        "Braucht die Anwendung wirklich ein eigenes Profil, muss der Betreiber es auf den Knoten einrichten und erlauben: vorher fragen.",
      ],
    },
    en: {
      title: "Only the runtime's AppArmor profile",
      forbids: "Pods and containers choose no other AppArmor profile than runtime/default.",
      why: "The runtime's profile limits what a process may do to the kernel. Whoever switches it off or replaces it loses that protection.",
      comply:
        "Leave out the AppArmor annotation and appArmorProfile, or set them to runtime/default and RuntimeDefault.",
      practice: [
        "`unconfined` is found in manifests of applications that mount file systems or start containers. Take it out and try: many need it no longer, or for one feature that can be switched off.",
        "There are two spellings, the annotation `container.apparmor.security.beta.kubernetes.io/NAME` and the field `appArmorProfile`; look for both, also in subcharts. Where nothing is said, nodes with AppArmor apply the runtime's profile.",
        "If the application really needs a profile of its own, the operator has to install it on the nodes and to permit it: ask first.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A26"],
    "grundschutz-2023": ["SYS.1.6.A21"],
    "ig-bvc-2026": ["026"],
    "grundschutz-plus-plus": ["KONF.6.1.2"],
    "pod-security-standards": ["baseline/appArmorProfile"],
  },
  parameters: {
    allowedProfiles: {
      narrower: "less",
      default: ["runtime/default"],
      says: {
        de: "erlaubte AppArmor-Profile in der Schreibweise der Annotation; localhost/* für alle lokalen",
        en: "AppArmor profiles permitted, spelt as in the annotation; localhost/* for all local ones",
      },
    },
  },
  conditions: [
    {
      over: "pod",
      cel: `!has(object.metadata.annotations) || object.metadata.annotations.all(key,
  !key.startsWith("container.apparmor.security.beta.kubernetes.io/") ||
  object.metadata.annotations[key] == "" ||
  object.metadata.annotations[key] in variables.allowedProfiles ||
  (object.metadata.annotations[key].startsWith("localhost/") && "localhost/*" in variables.allowedProfiles))`,
      fields: ["metadata.annotations[container.apparmor.security.beta.kubernetes.io/*]"],
    },
    { over: "pod", cel: allowed("object.spec"), fields: ["spec.securityContext.appArmorProfile"] },
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: allowed("container"),
      fields: ["securityContext.appArmorProfile"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["app ?armor"],
    names: ["restrict-apparmor", "restrict-apparmor-profiles", "app-armor", "K8sPSPAppArmor", "psp-apparmor"],
  },
  lead: "annotation-unconfined",
  probes: [
    // >=1.30 the API server also copies it into securityContext.appArmorProfile of the pod (not of templates)
    {
      id: "annotation-unconfined",
      says: {
        de: "Hauptcontainer: AppArmor-Annotation unconfined",
        en: "main container: AppArmor annotation unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      patch: [
        add("/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1main", "unconfined"),
      ],
    },
    // upstream Kyverno looks at the annotation only; the API server does not write the annotation back
    {
      id: "field-main-unconfined",
      says: {
        de: "Hauptcontainer: appArmorProfile.type=Unconfined",
        en: "main container: appArmorProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      minK8s: "1.30",
      at: "main",
      patch: [add("/securityContext/appArmorProfile", { type: "Unconfined" })],
    },
    {
      id: "field-pod-unconfined",
      says: {
        de: "Pod-Ebene: appArmorProfile.type=Unconfined",
        en: "pod level: appArmorProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      minK8s: "1.30",
      at: "pod",
      patch: [add("/securityContext/appArmorProfile", { type: "Unconfined" })],
    },
    {
      id: "annotation-init-unconfined",
      says: {
        de: "Init-Container: AppArmor-Annotation unconfined",
        en: "init container: AppArmor annotation unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      control: "with-init",
      patch: [
        add("/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1init", "unconfined"),
      ],
    },
    {
      id: "field-init-unconfined",
      says: {
        de: "Init-Container: appArmorProfile.type=Unconfined",
        en: "init container: appArmorProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      minK8s: "1.30",
      at: "init",
      patch: [add("/securityContext/appArmorProfile", { type: "Unconfined" })],
    },
    {
      id: "ephemeral-field-unconfined",
      says: {
        de: "Ephemeral-Container: appArmorProfile.type=Unconfined",
        en: "ephemeral container: appArmorProfile.type=Unconfined",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.30",
      at: "ephemeral",
      patch: [add("/securityContext/appArmorProfile", { type: "Unconfined" })],
    },
    {
      id: "annotation-localhost",
      says: {
        de: "Hauptcontainer: AppArmor-Annotation localhost/custom, nach den Pod Security Standards erlaubt, im Proof of Concept nicht",
        en: "main container: AppArmor annotation localhost/custom, permitted by the Pod Security Standards, not by the proof of concept",
      },
      expect: "reject",
      weight: "should",
      set: "core",
      patch: [
        add("/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1main", "localhost/custom"),
      ],
    },
    {
      id: "field-main-localhost",
      says: {
        de: "Hauptcontainer: appArmorProfile.type=Localhost",
        en: "main container: appArmorProfile.type=Localhost",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.30",
      at: "main",
      patch: [add("/securityContext/appArmorProfile", { type: "Localhost", localhostProfile: "custom" })],
    },
    {
      id: "edge-annotation-default",
      says: {
        de: "Hauptcontainer: AppArmor-Annotation runtime/default",
        en: "main container: AppArmor annotation runtime/default",
      },
      expect: "admit",
      weight: "must",
      set: "deep",
      patch: [
        add("/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1main", "runtime/default"),
      ],
    },
    {
      id: "edge-field-default",
      says: {
        de: "Hauptcontainer: appArmorProfile.type=RuntimeDefault",
        en: "main container: appArmorProfile.type=RuntimeDefault",
      },
      expect: "admit",
      weight: "must",
      set: "deep",
      minK8s: "1.30",
      at: "main",
      patch: [add("/securityContext/appArmorProfile", { type: "RuntimeDefault" })],
    },
  ],
};

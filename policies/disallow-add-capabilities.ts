import { add } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The seed first speaks of capabilities "beyond the default set", then forbids any addition. The profile takes the
 * last sentence: `allowedCapabilities` is empty. The must-probes use capabilities that both readings forbid.
 * `drop` and the capabilities that a runtime grants by itself are out of scope.
 */
export const disallowAddCapabilities: Policy = {
  id: "disallow-add-capabilities",
  seedName: "disallow-add-capabilities",
  kind: "validate",
  text: {
    de: {
      title: "Keine zusätzlichen Capabilities",
      forbids: "Container fordern keine Linux-Capabilities über die der Laufzeitumgebung hinaus an.",
      why: "Jede zusätzliche Capability gibt einem Prozess ein Stück der Rechte von root. Wer in einen solchen Container einbricht, kommt dem Knoten und den Nachbarn näher.",
      comply:
        "Das Feld securityContext.capabilities.add in allen Containern weglassen. Braucht die Anwendung einen Port unter 1024, einen höheren Port wählen und den Service umleiten lassen.",
      practice: [
        "Images, die nur als root starten, um gleich den Benutzer zu wechseln (`gosu`, Apache, nginx), brauchen `CHOWN`, `SETUID` oder `SETGID` allein dafür. Startet der Pod schon als dieser Benutzer (`runAsUser`), entfallen sie.",
        "Ein Port unter 1024 ist meist nur eine Einstellung: `Listen 8080` (Apache, dort auch `<VirtualHost *:8080>` in jeder Site, etwa `000-default.conf`), `listen 8080` (nginx; im Image `nginx-unprivileged` ist es so), `ASPNETCORE_URLS=http://+:8080` (.NET). Der Service behält Port 80 und leitet auf den des Containers weiter.",
        "Lokal ausprobieren: `docker run --cap-drop ALL --user 10001:10001 IMAGE`, mit podman ebenso. „Operation not permitted“ zeigt, wo noch eine Capability verlangt wird.",
      ],
    },
    en: {
      title: "No added capabilities",
      forbids: "Containers request no Linux capabilities beyond those the runtime grants.",
      why: "Every added capability hands a process a piece of what root may do. Whoever breaks into such a container is closer to the node and to its neighbours.",
      comply:
        "Leave out securityContext.capabilities.add in every container. If the application needs a port below 1024, use a higher one and let the Service map it.",
      practice: [
        "Images that start as root only to change to another user (`gosu`, Apache, nginx) need `CHOWN`, `SETUID` or `SETGID` for that step alone. If the pod starts as that user (`runAsUser`), they are needless.",
        "A port below 1024 is mostly a setting: `Listen 8080` (Apache, there also `<VirtualHost *:8080>` in every site, such as `000-default.conf`), `listen 8080` (nginx; the image `nginx-unprivileged` has it so), `ASPNETCORE_URLS=http://+:8080` (.NET). The Service keeps port 80 and leads to the container's.",
        "Try it locally: `docker run --cap-drop ALL --user 10001:10001 IMAGE`, with podman likewise. “Operation not permitted” shows what still wants a capability.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A31"],
    "grundschutz-2023": ["SYS.1.6.A17", "SYS.1.6.A21"],
    "ig-bvc-2026": ["014"],
    "grundschutz-plus-plus": ["KONF.6.1"],
    "pod-security-standards": ["baseline/capabilities_baseline", "restricted/capabilities_restricted"],
  },
  parameters: {
    allowedCapabilities: {
      narrower: "less",
      default: [],
      says: {
        de: "Capabilities, die ein Container zusätzlich anfordern darf",
        en: "capabilities that a container may add",
      },
    },
  },
  conditions: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `!has(container.securityContext) || !has(container.securityContext.capabilities) ||
!has(container.securityContext.capabilities.add) ||
container.securityContext.capabilities.add.all(capability,
  capability.upperAscii() != "ALL" && capability.upperAscii() in variables.allowedCapabilities)`,
      fields: ["securityContext.capabilities.add"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["capabilit", "\\bcap(s)?[-_ ]?add\\b"],
    names: [
      "disallow-add-capabilities",
      "disallow-capabilities",
      "disallow-capabilities-strict",
      "adding-capabilities",
      "adding-capabilities-strict",
      "disallow-unwanted-capabilities",
      "K8sPSPCapabilities",
      "psp-capabilities",
    ],
  },
  lead: "main-net-admin",
  probes: [
    {
      id: "main-net-admin",
      says: { de: "Hauptcontainer fordert zusätzlich NET_ADMIN", en: "main container adds NET_ADMIN" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [add("/securityContext/capabilities/add", ["NET_ADMIN"])],
    },
    {
      id: "init-net-admin",
      says: { de: "Init-Container fordert zusätzlich NET_ADMIN", en: "init container adds NET_ADMIN" },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "init",
      patch: [add("/securityContext/capabilities/add", ["NET_ADMIN"])],
    },
    {
      id: "main-all",
      says: {
        de: "Hauptcontainer fordert zusätzlich ALL, also alle Capabilities",
        en: "main container adds ALL, i.e. every capability",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/capabilities/add", ["ALL"])],
    },
    // never spell it CAP_SYS_ADMIN: the API server itself rejects that string together with allowPrivilegeEscalation=false
    {
      id: "main-sys-admin",
      says: { de: "Hauptcontainer fordert zusätzlich SYS_ADMIN", en: "main container adds SYS_ADMIN" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/capabilities/add", ["SYS_ADMIN"])],
    },
    // literal reading of the seed: no add at all. PSS baseline / Kyverno disallow-capabilities admit it; PSS restricted and SCC restricted(-v2) reject it
    {
      id: "main-chown",
      says: {
        de: "Hauptcontainer fordert zusätzlich CHOWN, das die Laufzeitumgebung ohnehin gewährt",
        en: "main container adds CHOWN, which runtimes grant anyway",
      },
      expect: "reject",
      weight: "should",
      set: "core",
      at: "main",
      patch: [add("/securityContext/capabilities/add", ["CHOWN"])],
    },
    // letter of the seed: reject; PSS restricted and SCC restricted-v2 admit. Never let it decide the verdict
    {
      id: "main-net-bind-service",
      says: {
        de: "Hauptcontainer fordert zusätzlich NET_BIND_SERVICE",
        en: "main container adds NET_BIND_SERVICE",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/capabilities/add", ["NET_BIND_SERVICE"])],
    },
    // finds deny lists that compare case-sensitively
    {
      id: "main-lowercase",
      says: {
        de: "Hauptcontainer fordert zusätzlich net_admin in Kleinbuchstaben; die Laufzeitumgebung liest NET_ADMIN",
        en: "main container adds net_admin in lower case, which runtimes read as NET_ADMIN",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/capabilities/add", ["net_admin"])],
    },
    {
      id: "second-net-admin",
      says: { de: "zweiter Container fordert zusätzlich NET_ADMIN", en: "second container adds NET_ADMIN" },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [add("/securityContext/capabilities/add", ["NET_ADMIN"])],
    },
    {
      id: "ephemeral-net-admin",
      says: {
        de: "Ephemeral-Container fordert zusätzlich NET_ADMIN",
        en: "ephemeral container adds NET_ADMIN",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [add("/securityContext/capabilities/add", ["NET_ADMIN"])],
    },
    {
      id: "edge-empty-add",
      says: { de: "capabilities.add vorhanden, aber leer", en: "capabilities.add present but empty" },
      expect: "admit",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [add("/securityContext/capabilities/add", [])],
    },
  ],
};

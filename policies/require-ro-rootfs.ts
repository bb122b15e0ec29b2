import { add, remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

const readOnly = `has(container.securityContext) && has(container.securityContext.readOnlyRootFilesystem) &&
container.securityContext.readOnlyRootFilesystem`;

/**
 * The seed's text names no field; the rule it stems from reads `readOnlyRootFilesystem`. "The container" leaves init
 * containers open: they are judged (`includeInit`), as the catalogue's probe for them expects a refusal and weighs
 * `should`, so a site that leaves them out is looser, not open. Writable volumes are fine.
 */
export const requireRoRootfs: Policy = {
  id: "require-ro-rootfs",
  seedName: "require_ro_rootfs.yaml",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Wurzeldateisystem nur lesbar",
      forbids: "Jeder Container hat ein Wurzeldateisystem, das er nicht beschreiben kann.",
      why: "Ein Angreifer kann im Image-Dateisystem weder Programme ablegen noch bestehende ändern; was läuft, ist das geprüfte Image.",
      comply:
        "securityContext.readOnlyRootFilesystem: true in jedem Container setzen. Wo geschrieben werden muss (etwa /tmp), ein emptyDir einhängen.",
      practice: [
        "Herausfinden, wo geschrieben wird: `docker run --read-only IMAGE` starten und auf „Read-only file system“ achten; oder wie gewohnt starten, dann nennt `docker diff CONTAINER` alles, was sich verändert hat.",
        "Für jedes dieser Verzeichnisse ein emptyDir mit `sizeLimit`. PostgreSQL: `/var/run/postgresql`, `/tmp`; Apache mit PHP: `/var/run/apache2`, `/var/lock/apache2`, `/tmp`; nginx-unprivileged: `/tmp`; nginx: `/var/cache/nginx`, `/var/run`; Java und .NET: `/tmp`. Daten gehören in einen PersistentVolumeClaim.",
        "Ein Volume verdeckt, was im Image an dieser Stelle liegt. Ändert ein Skript bei jedem Start Dateien des Images, so kopiert ein Init-Container sie vorher in ein emptyDir, das die Anwendung an derselben Stelle einhängt: siehe Terminfinder in `examples/applications`.",
        "Manches braucht gar keinen Platz: `PYTHONDONTWRITEBYTECODE=1` (Python), `DOTNET_EnableDiagnostics=0` (.NET), Logs auf die Standardausgabe. Programme, die ein Home-Verzeichnis wollen: `HOME=/tmp`.",
      ],
    },
    en: {
      title: "Read-only root file system",
      forbids: "Every container has a root file system that it cannot write.",
      why: "An attacker can then neither add nor change programs in the image's file system; what runs is the image that was checked.",
      comply:
        "Set securityContext.readOnlyRootFilesystem: true in each container. Where it must write (/tmp, say), mount an emptyDir.",
      practice: [
        "Find out what is written: `docker run --read-only IMAGE` and look for “Read-only file system”; or run it as usual, and `docker diff CONTAINER` lists what changed.",
        "An emptyDir for each of these, with a `sizeLimit`. PostgreSQL: `/var/run/postgresql`, `/tmp`; Apache with PHP: `/var/run/apache2`, `/var/lock/apache2`, `/tmp`; nginx-unprivileged: `/tmp`; nginx: `/var/cache/nginx`, `/var/run`; Java and .NET: `/tmp`. Data goes to a PersistentVolumeClaim.",
        "A volume hides what the image has in that place. If a script changes files of the image at each start, an init container copies them to an emptyDir first, which the application then mounts there: see Terminfinder in `examples/applications`.",
        "Some need no place at all: `PYTHONDONTWRITEBYTECODE=1` (Python), `DOTNET_EnableDiagnostics=0` (.NET), logs to the standard output. Programs that want a home: `HOME=/tmp`.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A21"],
    "grundschutz-2023": ["SYS.1.6.A23"],
    "ig-bvc-2026": ["012"],
    "grundschutz-plus-plus": ["KONF.7.10"],
  },
  parameters: {
    includeInit: {
      narrower: "more",
      default: true,
      says: { de: "ob Init-Container eingeschlossen sind", en: "whether init containers are included" },
    },
  },
  conditions: [
    { over: ["containers"], cel: readOnly, fields: ["securityContext.readOnlyRootFilesystem"] },
    {
      over: ["initContainers"],
      cel: `!variables.includeInit || (${readOnly})`,
      fields: ["securityContext.readOnlyRootFilesystem"],
    },
  ],
  refusal: {
    attribution: "difference",
    words: ["read-?only ?root ?file ?system", "root ?file ?system", "root ?fs\\b"],
    names: [
      "require-ro-rootfs",
      "require_ro_rootfs",
      "validate-readOnlyRootFilesystem",
      "K8sPSPReadOnlyRootFilesystem",
      "psp-readonlyrootfilesystem",
    ],
  },
  lead: "main-unset",
  probes: [
    {
      id: "main-false",
      says: {
        de: "Hauptcontainer: readOnlyRootFilesystem=false",
        en: "main container: readOnlyRootFilesystem=false",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [replace("/securityContext/readOnlyRootFilesystem", false)],
    },
    {
      id: "main-unset",
      says: {
        de: "Hauptcontainer: readOnlyRootFilesystem nicht gesetzt (Standardwert: false)",
        en: "main container: readOnlyRootFilesystem not set (default: false)",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [remove("/securityContext/readOnlyRootFilesystem")],
    },
    {
      id: "second-false",
      says: {
        de: "zweiter Container: readOnlyRootFilesystem=false",
        en: "second container: readOnlyRootFilesystem=false",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [replace("/securityContext/readOnlyRootFilesystem", false)],
    },
    // Kyverno best-practices/require-ro-rootfs checks containers only, until today
    {
      id: "init-unset",
      says: {
        de: "Init-Container: readOnlyRootFilesystem nicht gesetzt",
        en: "init container: readOnlyRootFilesystem not set",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "init",
      patch: [remove("/securityContext/readOnlyRootFilesystem")],
    },
    {
      id: "ephemeral-unset",
      says: {
        de: "Ephemeral-Container: readOnlyRootFilesystem nicht gesetzt",
        en: "ephemeral container: readOnlyRootFilesystem not set",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [remove("/securityContext/readOnlyRootFilesystem")],
    },
    {
      id: "edge-emptydir",
      says: {
        de: "Wurzeldateisystem nur lesbar, dazu ein beschreibbares emptyDir unter /tmp",
        en: "read-only root file system with a writable emptyDir at /tmp",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "pod",
      patch: [
        add("/volumes", [{ name: "tmp", emptyDir: { sizeLimit: "16Mi" } }]),
        add("/containers/0/volumeMounts", [{ name: "tmp", mountPath: "/tmp" }]),
      ],
    },
  ],
};

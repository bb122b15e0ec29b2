import { replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * Whether an image reference lies in a permitted registry, after its missing parts were added. As container runtimes see
 * it (distribution/reference, splitDockerDomain), the first part is a host also if it holds a capital letter.
 */
function known(image: string): string {
  const full = `(${image}.matches("^([^/]*[.:A-Z][^/]*|localhost)/") ? ${image}
  : (${image}.contains("/") ? "docker.io/" : "docker.io/library/") + ${image})`;
  return `variables.allowedRegistries.exists(registry,
  ${full}.startsWith(registry + "/"))`;
}

/**
 * The seed names no registry. `allowedRegistries` is therefore the site's to state; where it is not, the run takes the
 * registry of the image it probes with and says so. A name without a host is docker.io, without a path library/;
 * an entry matches whole segments only. Image volumes count as images. A foreign image has several facets
 * (registry, tag, signature), so a refusal must name the registry to count in full.
 */
export const restrictImageRegistries: Policy = {
  id: "restrict-image-registries",
  seedName: "restrict-image-registries.yaml",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Nur bekannte Registries",
      forbids: "Images stammen nur aus Registries, die der Standort erlaubt.",
      why: "Images unbekannter Herkunft sind ungeprüft; ob sie Schadcode oder bekannte Schwachstellen enthalten, ist offen.",
      comply:
        "Images in der Registry des Standorts bereitstellen und mit vollem Namen angeben. Die Registry in der Anwendung konfigurierbar machen.",
      practice: [
        "Ein einziger Wert für die Registry, für alle Images, auch die von Init-Containern, Nebencontainern und Subcharts: In Charts ist `global.imageRegistry` üblich, in Kustomize `images` mit `newName`. Pull-Secrets gehören dazu.",
        "Dem Standort mitteilen, welche Images er spiegeln muss: `helm template . | grep -E 'image: '` listet sie auf. Kopiert werden sie mit `skopeo copy --all docker://docker.io/library/postgres:17.6 docker://registry.musterstadt.example/library/postgres:17.6`.",
        "Ein Name ohne Host meint Docker Hub: `postgres` ist `docker.io/library/postgres`.",
        "`dvs check --allowed-registries` erhält, was der Standort erlaubt, mehrere durch Kommas getrennt. Was das ist, erfahren Sie vom Standort.",
      ],
    },
    en: {
      title: "Known registries only",
      forbids: "Images come only from registries that the site permits.",
      why: "Images of unknown origin are unchecked; whether they contain malware or known vulnerabilities is an open question.",
      comply:
        "Provide the images in the site's registry and give their full names. Make the registry configurable in the application.",
      practice: [
        "One value for the registry, for all images, also those of init containers, second containers and subcharts: `global.imageRegistry` is usual in charts, `images` with `newName` in Kustomize. Pull secrets belong to it.",
        "Tell the site which images it has to mirror: `helm template . | grep -E 'image: '` lists them. It copies them with `skopeo copy --all docker://docker.io/library/postgres:17.6 docker://registry.musterstadt.example/library/postgres:17.6`.",
        "A name without a host means Docker Hub: `postgres` is `docker.io/library/postgres`.",
        "`dvs check --allowed-registries` takes what the site permits, several separated by commas. Which that is you learn from the site.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A6"],
    "grundschutz-2023": ["SYS.1.6.A6", "SYS.1.6.A12"],
    "ig-bvc-2026": ["004"],
    "grundschutz-plus-plus": ["DEV.4.2", "DEV.4.4"],
  },
  parameters: {
    allowedRegistries: {
      narrower: "less",
      default: [],
      says: {
        de: "erlaubte Registries, als Host oder Host mit Pfad",
        en: "registries permitted, as a host or a host with a path",
      },
    },
  },
  conditions: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `!has(container.image) || ${known("container.image")}`,
      fields: ["image"],
    },
    {
      over: "pod",
      cel: `!has(object.spec.volumes) || object.spec.volumes.all(volume,
  !has(volume.image) || !has(volume.image.reference) || ${known("volume.image.reference")})`,
      fields: ["spec.volumes[].image.reference"],
    },
  ],
  refusal: {
    attribution: "message",
    words: [
      "registr(y|ies)",
      "image repo",
      "allowed repos",
      "invalid image\\b",
      "(allowed|trusted|unknown|untrusted) (image|repo)",
      "image source",
    ],
    names: [
      "restrict-image-registries",
      "validate-registries",
      "allowed-image-repos",
      "K8sAllowedRepos",
      "K8sAllowedReposv2",
      "repo-is-openpolicyagent",
      "K8sDisallowedRepos",
    ],
    undecidable: [
      "no such host",
      "failed to (fetch|get|resolve) (image|manifest)",
      "dial tcp",
      '(get|head) "?https://',
    ],
  },
  lead: "main-unknown-registry",
  probes: [
    {
      id: "main-unknown-registry",
      says: {
        de: "Hauptcontainer: Image aus unbekannter Registry",
        en: "main container: image from an unknown registry",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "main",
      patch: [replace("/image", "$FOREIGN_IMAGE")],
    },
    {
      id: "main-short-name",
      says: {
        de: "Hauptcontainer: kurzer Image-Name, also aus docker.io/library",
        en: "main container: short image name, i.e. from docker.io/library",
      },
      expect: "reject",
      weight: "should",
      set: "core",
      at: "main",
      patch: [replace("/image", "busybox$SHORT_NAME_PIN")],
    },
    {
      id: "init-unknown-registry",
      says: {
        de: "Init-Container: Image aus unbekannter Registry",
        en: "init container: image from an unknown registry",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      at: "init",
      patch: [replace("/image", "$FOREIGN_IMAGE")],
    },
    {
      id: "second-unknown-registry",
      says: {
        de: "zweiter Container: Image aus unbekannter Registry",
        en: "second container: image from an unknown registry",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "second",
      patch: [replace("/image", "$FOREIGN_IMAGE")],
    },
    {
      id: "ephemeral-unknown-registry",
      says: {
        de: "Ephemeral-Container: Image aus unbekannter Registry",
        en: "ephemeral container: image from an unknown registry",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [replace("/image", "$FOREIGN_IMAGE")],
    },
    // containers[].image is one of the few mutable pod fields
    {
      id: "update-main-unknown-registry",
      says: {
        de: "bestehender Pod: Image durch eines aus unbekannter Registry ersetzt",
        en: "existing pod: image changed to one from an unknown registry",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      operation: "UPDATE",
      at: "main",
      patch: [replace("/image", "$FOREIGN_IMAGE")],
    },
    // finds prefix rules without trailing slash
    {
      id: "prefix-spoof",
      says: {
        de: "Hauptcontainer: Image aus einer Registry, deren Name nur wie der einer erlaubten beginnt",
        en: "main container: image from a registry whose name only begins like a permitted one",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "main",
      patch: [replace("/image", "$ALLOWED_REGISTRY.r7f3a91c2.invalid/x/a$PIN")],
    },
    // finds substring rules
    {
      id: "path-spoof",
      says: {
        de: "Hauptcontainer: Image aus unbekannter Registry, im Pfad der Name einer erlaubten",
        en: "main container: image from an unknown registry, with a permitted one's name in its path",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      at: "main",
      patch: [replace("/image", "r7f3a91c2.invalid/$ALLOWED_REGISTRY/a$PIN")],
    },
    {
      id: "digest-unknown-registry",
      says: {
        de: "Hauptcontainer: Image mit Digest aus unbekannter Registry",
        en: "main container: image by digest from an unknown registry",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      at: "main",
      patch: [
        replace(
          "/image",
          "r7f3a91c2.invalid/x/a@sha256:7c38f24774e3cbd906d2d33c38354ccf787635581c122965132c9bd309754d4a",
        ),
      ],
    },
    // bypass of every container-only registry policy; GA in 1.36
    {
      id: "image-volume-unknown-registry",
      says: {
        de: "Image-Volume (OCI-Artefakt) aus unbekannter Registry",
        en: "image volume (OCI artifact) from an unknown registry",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      control: "image-volume",
      minK8s: "1.35",
      patch: [replace("/spec/volumes/0/image/reference", "$FOREIGN_IMAGE")],
    },
  ],
};

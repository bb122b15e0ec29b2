import { latestImage } from "./latest-image.ts";
import { remove, replace } from "./patch.ts";
import type { Policy } from "./policy.ts";

/**
 * The seed says that the policy "sets" the value; the rule with that very text only validated. What counts is the end:
 * refusing and setting both fulfil it, and so does a site that bans the tag `latest` altogether (stricter).
 * A port in the registry's name is no tag, a digest is never `latest`, and an omitted imagePullPolicy is `Always`
 * by the API's own default for such images.
 */
export const imagepullpolicyAlways: Policy = {
  id: "imagepullpolicy-always",
  seedName: "imagepullpolicy-always.yaml",
  kind: "validate-or-mutate",
  text: {
    de: {
      title: "Images mit „latest“ immer neu beziehen",
      forbids: "Bei einem Image mit dem Tag „latest“ oder ohne Tag gilt imagePullPolicy Always.",
      why: "„latest“ bezeichnet heute ein anderes Image als morgen. Ein Knoten, der eine alte Kopie weiterverwendet, umgeht Aktualisierungen und die Prüfung der Registry.",
      comply:
        "Besser eine feste Version oder einen Digest angeben. Sonst imagePullPolicy: Always setzen oder weglassen.",
      practice: [
        "Version oder Digest festlegen: `postgres:17.6`, `…@sha256:…`. Dann ist dieser Richtlinie jede imagePullPolicy recht, und alle wissen, was läuft.",
        "Ein Image ohne Tag ist `latest`. Ein Blick in gerenderte Charts lohnt sich: Aus einem leeren `image.tag` wird die appVersion des Charts – oder nichts.",
        "Ohne `imagePullPolicy` nimmt Kubernetes bei `latest` Always und sonst IfNotPresent: beides ist hier in Ordnung. Charts schreiben oft überall IfNotPresent.",
        "`skopeo inspect --format '{{.Digest}}' docker://IMAGE:TAG` gibt den Digest aus. Werkzeuge wie Renovate halten festgelegte Versionen aktuell.",
      ],
    },
    en: {
      title: "Always pull images tagged latest",
      forbids: "An image with the tag latest, or without a tag, has imagePullPolicy Always.",
      why: "Tomorrow latest names another image than today. A node that goes on using an old copy misses updates and bypasses the registry's checks.",
      comply:
        "Better: name a fixed version or a digest. Otherwise set imagePullPolicy: Always or leave it out.",
      practice: [
        "Pin a version or a digest: `postgres:17.6`, `…@sha256:…`. Then this policy has no objection to any imagePullPolicy, and everyone knows what runs.",
        "An image without a tag is `latest`. Look at rendered charts: an empty `image.tag` may come out as the chart's appVersion, or as nothing.",
        "Without `imagePullPolicy` Kubernetes takes Always for `latest` and IfNotPresent for all else: both are fine here. Charts often write IfNotPresent for all.",
        "`skopeo inspect --format '{{.Digest}}' docker://IMAGE:TAG` prints the digest. Tools such as Renovate keep pinned versions up to date.",
      ],
    },
  },
  requirements: {
    "sys-1-6-cd2": ["SYS.1.6.A14"],
    "grundschutz-2023": ["SYS.1.6.A14", "SYS.1.6.A6"],
    "ig-bvc-2026": ["003"],
  },
  parameters: {},
  conditions: [
    {
      over: ["containers", "initContainers", "ephemeralContainers"],
      cel: `!has(container.image) || !${latestImage("container.image")} ||
!has(container.imagePullPolicy) || container.imagePullPolicy in ["", "Always"]`,
      fields: ["image", "imagePullPolicy"],
    },
  ],
  refusal: {
    attribution: "message",
    words: [
      "image ?pull ?policy",
      "pull ?policy",
      "\\btags?\\b[^\\n]{0,30}latest",
      "latest[`\\'\" ]*tag",
      "image tag",
      "disallowed tag",
    ],
    names: [
      "imagepullpolicy-always",
      "always-pull-images",
      "disallow-latest-tag",
      "restrict-latest-tag",
      "K8sDisallowedTags",
      "container-image-must-not-have-latest-tag",
    ],
  },
  lead: "latest-ifnotpresent",
  probes: [
    // must be explicit: an unset policy is defaulted to Always by the API server before any admission
    {
      id: "latest-ifnotpresent",
      says: {
        de: "Hauptcontainer: Tag latest mit imagePullPolicy IfNotPresent",
        en: "main container: tag latest with imagePullPolicy IfNotPresent",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "latest-always",
      at: "main",
      patch: [replace("/imagePullPolicy", "IfNotPresent")],
    },
    {
      id: "untagged-ifnotpresent",
      says: {
        de: "Hauptcontainer: Image ohne Tag (also latest) mit imagePullPolicy IfNotPresent",
        en: "main container: image without a tag (i.e. latest) with imagePullPolicy IfNotPresent",
      },
      expect: "reject",
      weight: "must",
      set: "core",
      control: "untagged-always",
      at: "main",
      patch: [replace("/imagePullPolicy", "IfNotPresent")],
    },
    {
      id: "latest-never",
      says: {
        de: "Hauptcontainer: Tag latest mit imagePullPolicy Never",
        en: "main container: tag latest with imagePullPolicy Never",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      control: "latest-always",
      at: "main",
      patch: [replace("/imagePullPolicy", "Never")],
    },
    // upstream Kyverno sample looks at containers only, until today
    {
      id: "init-latest-ifnotpresent",
      says: {
        de: "Init-Container: Tag latest mit imagePullPolicy IfNotPresent",
        en: "init container: tag latest with imagePullPolicy IfNotPresent",
      },
      expect: "reject",
      weight: "should",
      set: "deep",
      control: "init-latest-always",
      at: "init",
      patch: [replace("/imagePullPolicy", "IfNotPresent")],
    },
    {
      id: "second-latest-ifnotpresent",
      says: {
        de: "zweiter Container: Tag latest mit imagePullPolicy IfNotPresent",
        en: "second container: tag latest with imagePullPolicy IfNotPresent",
      },
      expect: "reject",
      weight: "must",
      set: "deep",
      control: "second-latest-always",
      at: "second",
      patch: [replace("/imagePullPolicy", "IfNotPresent")],
    },
    {
      id: "ephemeral-latest-ifnotpresent",
      says: {
        de: "Ephemeral-Container: Tag latest mit imagePullPolicy IfNotPresent",
        en: "ephemeral container: tag latest with imagePullPolicy IfNotPresent",
      },
      expect: "reject",
      weight: "info",
      set: "deep",
      control: "ephemeral-latest-always",
      minK8s: "1.25",
      at: "ephemeral",
      patch: [replace("/imagePullPolicy", "IfNotPresent")],
    },
    // with AlwaysPullImages the object comes back with Always: fine
    {
      id: "edge-pinned-ifnotpresent",
      says: {
        de: "feste Version mit imagePullPolicy IfNotPresent",
        en: "fixed version with imagePullPolicy IfNotPresent",
      },
      expect: "admit",
      weight: "should",
      set: "core",
      at: "main",
      patch: [replace("/imagePullPolicy", "IfNotPresent")],
    },
    // rejected only where latest is banned; proves the defaulting
    {
      id: "edge-latest-default",
      says: {
        de: "Tag latest, imagePullPolicy nicht angegeben: der API-Server ergänzt Always",
        en: "tag latest, imagePullPolicy omitted: the API server adds Always",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      control: "latest-always",
      at: "main",
      patch: [remove("/imagePullPolicy")],
    },
    {
      id: "edge-digest-ifnotpresent",
      says: {
        de: "Image mit Digest und imagePullPolicy IfNotPresent: unveränderlich, nie latest",
        en: "image by digest with imagePullPolicy IfNotPresent: immutable, never latest",
      },
      expect: "admit",
      weight: "info",
      set: "deep",
      at: "main",
      patch: [
        replace(
          "/image",
          "$IMAGE_REPO@sha256:7c38f24774e3cbd906d2d33c38354ccf787635581c122965132c9bd309754d4a",
        ),
        replace("/imagePullPolicy", "IfNotPresent"),
      ],
    },
  ],
};

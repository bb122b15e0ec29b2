import { stringify } from "yaml";
import {
  controlObject,
  defaultProfile,
  isObject,
  type JsonObject,
  type Language,
  type PolicyId,
  probeObject,
  probesIn,
  registryOf,
} from "#policies";
import { type Subject, storedName, valuesFor, withoutNamespace } from "./subjects.ts";

/** A manifest of which a cluster makes something that the check does not foresee, mostly by the site's state. */
export interface SiteOutcome {
  readonly id: string;
  readonly says: Readonly<Record<Language, string>>;
  readonly namespace: string;
  /** What has to be at the site. */
  readonly setup: readonly JsonObject[];
  /** A pod that was there before the rules. */
  readonly before?: (image: string) => string;
  readonly way: Subject["way"];
  readonly text: (image: string) => string;
  /** What the check finds. */
  readonly check: readonly PolicyId[];
  /** What the cluster does: the contrary of what the check lets expect. */
  readonly cluster: {
    readonly admitted: boolean;
    readonly says: RegExp;
    /** The policies whose rules object. */
    readonly policies?: readonly PolicyId[];
  };
}

/** All of them; a run fails if check and cluster agree about one, or differ in another way. */
export const siteOutcomes: readonly SiteOutcome[] = [
  {
    id: "limit-range",
    says: {
      de: "Ein LimitRange ergänzt Angaben, die im Manifest fehlen, bevor die Regeln urteilen: zugelassen, obwohl die Prüfung sie vermisst.",
      en: "A LimitRange fills in what the manifest leaves out, before the rules judge: admitted, though the check misses it.",
    },
    namespace: "limited",
    setup: [
      namespace("limited"),
      inNamespace("limited", {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: "defaults" },
        spec: { limits: [{ type: "Container", default: { cpu: "50m", memory: "64Mi" } }] },
      }),
    ],
    way: "created",
    text: (image) => probeText("require-limits-and-requests/no-resources", image),
    check: ["require-limits-and-requests"],
    cluster: { admitted: true, says: /^$/ },
  },
  {
    id: "quota",
    says: {
      de: "Eine erschöpfte ResourceQuota lehnt auch ein Manifest ohne Mangel ab.",
      en: "A ResourceQuota that is used up also refuses a manifest with nothing at fault.",
    },
    namespace: "full",
    setup: [
      namespace("full"),
      inNamespace("full", {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "no-pods" },
        spec: { hard: { pods: "0" } },
      }),
    ],
    way: "created",
    text: (image) => controlText("baseline", image),
    check: [],
    cluster: { admitted: false, says: /exceeded quota/ },
  },
  {
    id: "service-account",
    says: {
      de: "Fehlt im Cluster, worauf ein Manifest verweist, etwa sein ServiceAccount, wird es abgelehnt.",
      en: "A manifest is refused if something that it refers to is not there, such as its ServiceAccount.",
    },
    namespace: "refusing",
    setup: [],
    way: "created",
    text: (image) =>
      controlText("baseline", image).replace("serviceAccountName: default", "serviceAccountName: nobody"),
    check: [],
    cluster: { admitted: false, says: /serviceaccount "nobody" not found/ },
  },
  {
    id: "exempt-namespace",
    says: {
      de: "In ausgenommenen Namespaces gelten die Regeln nicht; welche das sind, legt der Standort fest.",
      en: "The rules do not hold in namespaces that are exempt; which these are, the site decides.",
    },
    namespace: "kube-system",
    setup: [],
    way: "created",
    text: (image) => probeText("disallow-host-namespaces/hostpid", image),
    check: ["disallow-host-namespaces"],
    cluster: { admitted: true, says: /^$/ },
  },
  {
    id: "unchanged-spec",
    says: {
      de: "Ein Pod, den es vor den Regeln gab, wird nicht neu beurteilt, solange seine Spezifikation bleibt, wie sie ist.",
      en: "A pod that was there before the rules is not judged again while its specification stays as it is.",
    },
    namespace: "older",
    setup: [namespace("older")],
    before: (image) => probeText("disallow-host-namespaces/hostpid", image, storedName),
    way: "updated",
    text: (image) =>
      probeText("disallow-host-namespaces/hostpid", image, storedName).replace(
        "managed-by: dvs",
        "managed-by: another",
      ),
    check: ["disallow-host-namespaces"],
    cluster: { admitted: true, says: /^$/ },
  },
  {
    id: "impossible-image",
    says: {
      de: "Einem Image-Namen, den es nicht geben kann (Großbuchstaben im Pfad), gibt der API-Server ohne Tag kein `imagePullPolicy: Always`, sondern IfNotPresent. Ziehen kann ihn niemand, das sagt ein Hinweis.",
      en: "To an image name that cannot be (capitals in its path), without a tag, the API server gives IfNotPresent and not `imagePullPolicy: Always`. Nobody can pull it, which a note says.",
    },
    namespace: "refusing",
    setup: [],
    way: "created",
    text: (image) =>
      controlText("baseline", image)
        .replace(`image: ${image}`, `image: ${registryOf(image)}/App`)
        .replace("imagePullPolicy: Always", 'imagePullPolicy: ""'),
    check: [],
    cluster: {
      admitted: false,
      says: /imagepullpolicy-always/,
      policies: ["imagepullpolicy-always"],
    },
  },
];

function namespace(name: string): JsonObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function inNamespace(name: string, object: JsonObject): JsonObject {
  const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
  return { ...object, metadata: { ...metadata, namespace: name } };
}

function controlText(control: string, image: string): string {
  return stringify(withoutNamespace(controlObject(control, valuesFor("p-site", image))));
}

function probeText(id: string, image: string, name = "p-site"): string {
  const probe = defaultProfile.policies
    .flatMap((policy) => probesIn(defaultProfile, policy))
    .find((one) => one.id === id);
  if (probe === undefined) throw new Error(`The catalogue has no probe ${id}.`);
  return stringify(withoutNamespace(probeObject(probe, valuesFor(name, image))));
}

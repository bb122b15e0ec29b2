import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, stringify } from "yaml";
import {
  controlObject,
  controls,
  defaultProfile,
  isObject,
  type JsonObject,
  type Probe,
  type ProbeValues,
  probeObject,
  probesIn,
  probeValues,
} from "#policies";
import { applicationFiles, applications } from "../applications.ts";

/** What is judged, by where it comes from. */
export const groups = ["core", "deep", "controls", "as-published", "adapted"] as const;

/** Where an object comes from: the two sets of probes, their controls, the two forms of the demo applications. */
export type Group = (typeof groups)[number];

/** How an object reaches the cluster; `of-template` is the pod of a workload that was created or updated. */
export type Way = "created" | "updated" | "added" | "of-template";

/** A manifest that is judged on both sides. */
export interface Subject {
  readonly id: string;
  readonly group: Group;
  readonly way: Exclude<Way, "of-template">;
  readonly kind: string;
  /** As its author would hand it on; both sides read this. */
  readonly text: string;
}

/** What the stored objects are called that updates are tried on; nothing else has this name. */
export const storedName = "p-stored";

const root = join(import.meta.dirname, "../..");

/** All objects of the catalogue and of the demo applications, for any namespace of a cluster. */
export function subjects(image: string): readonly Subject[] {
  return [...catalogueSubjects(image), ...exampleSubjects()];
}

/** The values with which an object of the catalogue is filled. */
export function valuesFor(name: string, image: string): ProbeValues {
  return probeValues({ name, namespace: "", serviceAccount: "default", image, minGid: 1000 });
}

/** The object as an author writes it: whoever applies it says in which namespace. */
export function withoutNamespace(object: JsonObject): JsonObject {
  const { namespace: _, ...metadata } = isObject(object["metadata"]) ? object["metadata"] : {};
  return { ...object, metadata };
}

type Resource = Pick<Probe, "resource" | "operation">;

function catalogueSubjects(image: string): Subject[] {
  const made = valuesFor("p-made", image);
  const stored = valuesFor(storedName, image);
  const textsOf = ({ resource, operation }: Resource, object: (values: ProbeValues) => JsonObject) => {
    const kind = resource === "Pod/ephemeralcontainers" ? "Pod" : resource;
    // whoever has the manifest creates it, also where the probe is an update
    const ways = [["created", made] as const];
    const changed = resource === "Pod/ephemeralcontainers" ? "added" : "updated";
    return [...ways, ...(operation === "UPDATE" ? [[changed, stored] as const] : [])].map(
      ([way, values]) => ({ way, kind, text: stringify(withoutNamespace(object(values))) }),
    );
  };
  const probes = defaultProfile.policies.flatMap((id) => probesIn(defaultProfile, id));
  const tried = new Map<string, Resource & { readonly control: string }>();
  for (const [control, { ephemeral }] of Object.entries(controls))
    tried.set(control, {
      control,
      ...(ephemeral
        ? { resource: "Pod/ephemeralcontainers", operation: "UPDATE" }
        : { resource: "Pod", operation: "CREATE" }),
    });
  for (const { control, resource, operation } of probes) {
    const id = resource.startsWith("Pod") ? control : `${control} ${resource}`;
    // what is tried as an update is tried as a creation as well
    if (operation === "UPDATE" || !tried.has(id)) tried.set(id, { control, resource, operation });
  }
  return [
    ...probes.flatMap((probe) =>
      textsOf(probe, (values) => probeObject(probe, values)).map((one) => ({
        id: probe.id,
        group: probe.set,
        ...one,
      })),
    ),
    ...[...tried].flatMap(([id, { control, ...resource }]) =>
      textsOf(resource, (values) => controlObject(control, values, resource.resource)).map((one) => ({
        id,
        group: "controls" as const,
        ...one,
      })),
    ),
  ];
}

/** The demo applications' manifests as they lie there, one text for each document. */
function exampleSubjects(): Subject[] {
  return (["as-published", "adapted"] as const).flatMap((group) =>
    applications.flatMap((app) =>
      applicationFiles(app, group).flatMap((path) => {
        const text = readFileSync(path, "utf8");
        return parseAllDocuments(text).map((document) => {
          const { kind, metadata } = document.toJS();
          const [from, , to] = document.range;
          const id = `${path.slice(root.length + 1)} ${kind}/${metadata.name}`;
          return { id, group, way: "created" as const, kind, text: text.slice(from, to) };
        });
      }),
    ),
  );
}

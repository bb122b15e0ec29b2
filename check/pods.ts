import { isObject, type Json, type JsonObject } from "#policies";
import { type FieldPath, valueAt } from "./field-path.ts";

/** Paths of pod templates in kinds that this program does not know, by kind; `[]` stands for each entry of a list. */
export type TemplatePaths = Readonly<Record<string, readonly string[]>>;

/** A pod that an object is, or holds as a template. */
export interface PlacedPod {
  /** A Pod as far as it was written: metadata, which a template may leave out and a pod always has, and spec. */
  readonly pod: JsonObject;
  /** Path of the pod, from the object's root. */
  readonly path: FieldPath;
  /** Whether a PodSpec stands at the path, without metadata. */
  readonly bare: boolean;
}

/** Where the kinds of Kubernetes itself keep a pod template. */
const builtIn: Readonly<Record<string, FieldPath>> = {
  Pod: [],
  PodTemplate: ["template"],
  ReplicationController: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** API groups of the kinds above; `extensions` had some of them once. */
const groups = ["", "apps", "batch", "extensions"];

/** The API group of an object, empty for the core. */
export function groupOf(apiVersion: string): string {
  const [group = "", version] = apiVersion.split("/");
  return version === undefined ? "" : group;
}

/** Whether it is a kind of Kubernetes that runs pods. */
export function runsPods(apiVersion: string, kind: string): boolean {
  return kind in builtIn && groups.includes(groupOf(apiVersion));
}

/**
 * The pods in an object.
 * @param more paths for kinds that Kubernetes itself does not have
 */
export function podsIn(
  object: JsonObject,
  apiVersion: string,
  kind: string,
  more: TemplatePaths,
): PlacedPod[] {
  const own = runsPods(apiVersion, kind) ? builtIn[kind] : undefined;
  const given = (more[kind] ?? []).flatMap((path) => resolved(object, path.split(/\.|(?=\[\])/)));
  return [...(own === undefined ? [] : [own]), ...given].flatMap((path) => {
    const found = valueAt(object, path);
    return isObject(found) ? [placed(found, path)] : [];
  });
}

function placed(found: JsonObject, path: FieldPath): PlacedPod {
  const bare = !("spec" in found) && "containers" in found;
  const { metadata } = bare ? {} : found;
  const pod = { ...(bare ? { spec: found } : found), metadata: isObject(metadata) ? metadata : {} };
  return { pod, path, bare };
}

/** The paths that a path with `[]` means in this object. */
function resolved(value: Json | undefined, steps: readonly string[]): FieldPath[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [[]];
  if (step === "[]")
    return (Array.isArray(value) ? value : []).flatMap((entry: Json, index) =>
      resolved(entry, rest).map((path) => [index, ...path]),
    );
  const inner = isObject(value) ? value[step] : undefined;
  return inner === undefined || inner === null ? [] : resolved(inner, rest).map((path) => [step, ...path]);
}

/** A path of the pod as a path of the object that holds it. */
export function inObject({ path, bare }: PlacedPod, inPod: FieldPath): FieldPath {
  return [...path, ...(bare && inPod[0] === "spec" ? inPod.slice(1) : inPod)];
}

/** How deep a pod template is looked for in an unknown kind. */
const deepest = 6;

/** Paths at which an object of an unknown kind seems to hold a pod template, as `--pod-template-path` takes them. */
export function likelyTemplates(value: Json | undefined, depth = 0): string[] {
  if (depth > deepest) return [];
  if (Array.isArray(value))
    return [...new Set(value.flatMap((entry: Json) => likelyTemplates(entry, depth + 1)))].map((path) =>
      path === "" ? "[]" : `[].${path}`,
    );
  if (!isObject(value)) return [];
  if (depth > 0 && Array.isArray(valueAt(value, ["spec", "containers"]))) return [""];
  if (depth > 0 && Array.isArray(value["containers"])) return [""];
  return Object.entries(value).flatMap(([key, inner]) =>
    likelyTemplates(inner, depth + 1).map((path) =>
      path === "" ? key : path.startsWith("[") ? `${key}${path}` : `${key}.${path}`,
    ),
  );
}

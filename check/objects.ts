import { isObject, type Json, type JsonObject } from "#policies";
import type { FieldPath } from "./field-path.ts";
import type { ObjectName } from "./finding.ts";

/** A Kubernetes object in a document. */
export interface PlacedObject {
  readonly object: JsonObject;
  readonly name: ObjectName;
  /** Where it stands in its document; empty unless it is an entry of a List. */
  readonly path: FieldPath;
}

/** The objects of a document, Lists unfolded; undefined stands for what is no Kubernetes object. */
export function objectsIn(value: unknown, path: FieldPath = []): (PlacedObject | undefined)[] {
  if (!isObject(value)) return [undefined];
  const { apiVersion, kind, items } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return [undefined];
  if (kind.endsWith("List") && Array.isArray(items)) {
    const inner = kind.slice(0, -"List".length);
    return items.flatMap((item: Json, index) =>
      objectsIn(typed(item, apiVersion, inner), [...path, "items", index]),
    );
  }
  return [{ object: value, name: nameOf(value, apiVersion, kind), path }];
}

/** Entries of a typed list, such as a DeploymentList, may leave out what the list says already. */
function typed(item: Json, apiVersion: string, kind: string): Json {
  return kind !== "" && isObject(item) && item["kind"] === undefined ? { apiVersion, kind, ...item } : item;
}

function nameOf({ metadata }: JsonObject, apiVersion: string, kind: string): ObjectName {
  const { name, namespace, generateName } = isObject(metadata) ? metadata : {};
  const prefix = typeof generateName === "string" ? `${generateName}*` : "";
  return {
    apiVersion,
    kind,
    ...(typeof namespace === "string" && { namespace }),
    name: typeof name === "string" ? name : prefix,
  };
}

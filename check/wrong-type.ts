import { isObject, type Json, type JsonObject } from "#policies";
import type { FieldPath } from "./field-path.ts";
import { entryType, fieldsOf } from "./notes/field-types.ts";

/** A type as people call it. */
export type PlainType = "text" | "number" | "boolean" | "list" | "map";

/** A field whose value has a type that no cluster takes there. */
export interface WrongType {
  /** From the root of the pod, or of the object that holds it. */
  readonly field: FieldPath;
  readonly expected: PlainType;
  readonly found: PlainType;
}

/** Texts in the models that clusters take numbers for, because they are quantities. */
const quantities = ["sizeLimit", "divisor"];

/**
 * The first field of a pod that has a wrong type, those that are asked for first.
 * @param asked fields of which one is likely it
 * @param owner path of the container, or `spec` for the pod as a whole
 */
export function wrongType(
  pod: JsonObject,
  asked: readonly FieldPath[],
  owner: FieldPath,
): WrongType | undefined {
  const all = wrongIn(pod["spec"], "PodSpec", ["spec"]);
  const within = (paths: readonly FieldPath[]) =>
    all.find(({ field }) => paths.some((path) => startsWith(field, path) || startsWith(path, field)));
  return within(asked) ?? within([owner, ["spec", "securityContext"]]) ?? all[0];
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  return start.every((step, index) => path[index] === step);
}

function wrongIn(value: Json | undefined, type: string, field: FieldPath): WrongType[] {
  if (value === undefined || value === null) return [];
  const expected = plainTypes(type, field.at(-1));
  const found = typeOf(value);
  if (expected.length > 0 && !expected.includes(found))
    return expected.slice(0, 1).map((wanted) => ({ field, expected: wanted, found }));
  const entries = entryType(type);
  if (entries !== undefined && Array.isArray(value))
    return value.flatMap((entry: Json, index) => wrongIn(entry, entries, [...field, index]));
  const fields = fieldsOf(type);
  if (fields === undefined || !isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    wrongIn(inner, fields.get(key) ?? "any", [...field, key]),
  );
}

/** The types that a field of this type may have; none if any is in order, or not known. */
function plainTypes(type: string, key: string | number | undefined): readonly PlainType[] {
  if (entryType(type) !== undefined) return ["list"];
  if (type === "{}" || fieldsOf(type) !== undefined) return ["map"];
  if (type === "boolean" || type === "number") return [type];
  if (type === "IntOrString") return ["number", "text"];
  if (type !== "string") return [];
  return quantities.some((name) => name === key) ? ["text", "number"] : ["text"];
}

function typeOf(value: Json): PlainType {
  if (Array.isArray(value)) return "list";
  if (isObject(value)) return "map";
  return typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
}

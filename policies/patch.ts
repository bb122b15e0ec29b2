import { applyPatch, type Operation as Rfc6902Operation } from "rfc6902";
import type { Json, JsonObject } from "./json.ts";

/** One step of a JSON Patch (RFC 6902); `path` is a JSON Pointer. */
export type Operation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };

/** Patch step that sets a field, or inserts into a list. */
export function add(path: string, value: Json): Operation {
  return { op: "add", path, value };
}

/** Patch step that changes a field that is there. */
export function replace(path: string, value: Json): Operation {
  return { op: "replace", path, value };
}

/** Patch step that takes a field away. */
export function remove(path: string): Operation {
  return { op: "remove", path };
}

/** The same steps, applied below `prefix` (a JSON Pointer). */
export function below(prefix: string, steps: readonly Operation[]): Operation[] {
  return steps.map((step) => ({ ...step, path: prefix + step.path }));
}

/**
 * A copy of the object with the patch applied.
 * @throws Error naming the step that does not fit the object: the catalogue is at fault then, not the user.
 */
export function patched(object: JsonObject, steps: readonly Operation[]): JsonObject {
  const copy = structuredClone(object);
  const operations: Rfc6902Operation[] = steps.map((step) => ({ ...step }));
  const failed = applyPatch(copy, operations).findIndex((error) => error !== null);
  if (failed >= 0) throw new Error(`patch step ${failed + 1} does not fit: ${JSON.stringify(steps[failed])}`);
  return copy;
}

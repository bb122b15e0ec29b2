import { isObject, type Json, type JsonObject } from "#policies";
import type { FieldPath } from "./field-path.ts";

/**
 * A copy of the object in which the field holds the value; null takes it away. What is missing on the way is made;
 * what is in the way and neither map nor list is replaced.
 */
export function edited(object: JsonObject, path: FieldPath, value: Json): JsonObject {
  const changed = changedAt(object, path, value);
  return isObject(changed) ? changed : object;
}

function changedAt(value: Json | undefined, path: FieldPath, set: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return set;
  if (typeof step === "number") {
    const list: Json[] = Array.isArray(value) ? [...value] : [];
    list[step] = changedAt(list[step], rest, set);
    return list.filter((entry) => entry !== null && entry !== undefined);
  }
  const map = isObject(value) ? value : {};
  if (set === null && rest.length > 0 && map[step] === undefined) return map;
  const inner = changedAt(map[step], rest, set);
  if (inner !== null) return { ...map, [step]: inner };
  const { [step]: _, ...others } = map;
  return others;
}

import { isObject, type Json } from "#policies";

/** A field of an object: keys, and indexes of lists. */
export type FieldPath = readonly (string | number)[];

/** The path as people write it, e.g. `spec.containers[0].image`. */
export function fieldText(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `["${step}"]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The path of a field as the catalogue's check writes it. */
export function fieldPath(text: string): FieldPath {
  return text.split(/[.[\]]+/).flatMap((step) => {
    if (step === "") return [];
    return [/^\d+$/.test(step) ? Number(step) : step];
  });
}

/** What the field holds; undefined if it is not set. */
export function valueAt(object: Json | undefined, path: FieldPath): Json | undefined {
  let value = object;
  for (const step of path) {
    if (isObject(value) && typeof step === "string") value = value[step];
    else if (Array.isArray(value) && typeof step === "number") value = value[step];
    else return undefined;
  }
  return value ?? undefined;
}

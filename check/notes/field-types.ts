import { podFields } from "./pod-fields.ts";

const known = new Map<string, ReadonlyMap<string, string>>();

/** The fields of a type with their types, e.g. of `Container`; undefined for what is no type with fields. */
export function fieldsOf(type: string): ReadonlyMap<string, string> | undefined {
  const found = known.get(type);
  if (found !== undefined) return found;
  const words = podFields[type];
  if (words === undefined) return undefined;
  const fields = new Map(
    words.split(" ").map((word): [string, string] => {
      const colon = word.indexOf(":");
      return [word.slice(0, colon), word.slice(colon + 1)];
    }),
  );
  known.set(type, fields);
  return fields;
}

/** The type of a list's entries; undefined if it is no list. */
export function entryType(type: string): string | undefined {
  return type.endsWith("[]") ? type.slice(0, -"[]".length) : undefined;
}

const withFields = new Map<string, boolean>();

/** Whether a value of the type has fields, or the entries of such a list have. */
export function hasFields(type: string): boolean {
  const found = withFields.get(type) ?? (entryType(type) ?? type) in podFields;
  withFields.set(type, found);
  return found;
}

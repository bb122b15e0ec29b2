import { isObject, type Json } from "#policies";
import { type FieldPath, fieldText } from "../field-path.ts";
import { entryType, fieldsOf, hasFields } from "./field-types.ts";
import { type Home, homes } from "./homes.ts";
import type { Note, NotesOn } from "./note.ts";

/** Fields that Kubernetes does not have in this place, which are mistyped or misplaced. */
export const unknownFields: NotesOn = (pod) => {
  const notes: Note[] = [];
  collect(notes, pod["spec"], "PodSpec", ["spec"]);
  collect(notes, pod["metadata"], "ObjectMeta", ["metadata"]);
  return notes;
};

/** Adds what is strange in a value of a type to the notes: most values have nothing, and there are very many. */
function collect(notes: Note[], value: Json | undefined, type: string, path: FieldPath): void {
  const entries = entryType(type);
  if (entries !== undefined) {
    if (!Array.isArray(value)) return;
    for (const [index, entry] of value.entries()) collect(notes, entry, entries, [...path, index]);
    return;
  }
  const fields = fieldsOf(type);
  if (fields === undefined) return;
  if (typeof value === "string")
    notes.push({
      field: path,
      says: { kind: "plain-text", field: fieldText(path), value: JSON.stringify(value) },
    });
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    const own = fields.get(key);
    if (own === undefined)
      notes.push({
        field: [...path, key],
        says: { kind: "unknown-field", field: key, within: fieldText(path), ...guess(key, type, fields) },
      });
    else if (hasFields(own)) collect(notes, value[key], own, [...path, key]);
  }
}

/** What was meant: another field of the type, or the same in another place. */
function guess(
  key: string,
  type: string,
  fields: ReadonlyMap<string, string>,
): { readonly likely?: string; readonly home?: Home } {
  const likely = closest(key, [...fields.keys()]);
  if (likely !== undefined) return { likely };
  for (const home of homes) {
    if (home === type) continue;
    const there = closest(key, [...(fieldsOf(home)?.keys() ?? [])]);
    if (there !== undefined) return there === key ? { home } : { likely: there, home };
  }
  return {};
}

function closest(key: string, names: readonly string[]): string | undefined {
  const lower = key.toLowerCase();
  const most = key.length < 6 ? 1 : 2;
  const ranked = names
    .map((name) => ({ name, steps: stepsBetween(lower, name.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .sort((a, b) => a.steps - b.steps);
  return ranked[0]?.name;
}

/** Characters to add, take away or replace (Levenshtein); more than a few are not counted to the end. */
function stepsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, character] of [...other].entries())
      next.push(
        Math.min(
          (row[at] ?? 0) + (letter === character ? 0 : 1),
          (row[at + 1] ?? 0) + 1,
          (next[at] ?? 0) + 1,
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

import { isObject, type Json, type JsonObject } from "#policies";
import { type FieldPath, valueAt } from "./field-path.ts";
import type { Correction } from "./finding.ts";

/** By which field Kubernetes tells the entries of a list apart when it merges (its `patchMergeKey`). */
const mergeKeys: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  ephemeralContainers: "name",
  volumes: "name",
  volumeMounts: "mountPath",
  ports: "containerPort",
};

type Building = { [key: string]: Json };

/**
 * The corrections as one strategic merge patch of the object, without its head: what stands there is set, null takes
 * away, and containers and volumes are found by their names.
 */
export function mergeSnippet(object: JsonObject, corrections: readonly Correction[]): JsonObject {
  const root: Building = {};
  for (const { field, set } of corrections) place(root, object, field, set);
  return root;
}

function place(root: Building, object: JsonObject, field: FieldPath, set: Json): void {
  let target: Building = root;
  for (const [index, step] of field.entries()) {
    if (typeof step === "number") continue;
    const next = field[index + 1];
    if (typeof next === "number") {
      const key = mergeKeys[step] ?? "name";
      const there = valueAt(object, field.slice(0, index + 2));
      const last = index + 2 === field.length;
      const name = isObject(there) ? there[key] : last && isObject(set) ? set[key] : undefined;
      target = entryOf(listOf(target, step), key, name ?? null);
      if (last && isObject(set)) Object.assign(target, set);
    } else if (next === undefined) target[step] = set;
    else target = mapOf(target, step);
  }
}

function mapOf(target: Building, key: string): Building {
  const made: Building = {};
  const found = target[key];
  if (isBuilding(found)) return found;
  target[key] = made;
  return made;
}

function listOf(target: Building, key: string): Json[] {
  const found = target[key];
  if (isList(found)) return found;
  const made: Json[] = [];
  target[key] = made;
  return made;
}

function entryOf(list: Json[], key: string, name: Json): Building {
  const found = list.find((entry) => isObject(entry) && entry[key] === name);
  if (isBuilding(found)) return found;
  const made: Building = { [key]: name };
  list.push(made);
  return made;
}

function isBuilding(value: Json | undefined): value is Building {
  return isObject(value);
}

function isList(value: Json | undefined): value is Json[] {
  return Array.isArray(value);
}

/** Two snippets as one; where both say something of the same field, the second counts. */
export function merged(first: JsonObject, second: JsonObject): JsonObject {
  const both = Object.entries(second).map(([key, value]): [string, Json | undefined] => {
    const other = first[key];
    if (isObject(other) && isObject(value)) return [key, merged(other, value)];
    if (isList(other) && isList(value)) return [key, mergedLists(other, value, mergeKeys[key])];
    return [key, value];
  });
  return { ...first, ...Object.fromEntries(both) };
}

function mergedLists(
  first: readonly Json[],
  second: readonly Json[],
  key: string | undefined,
): readonly Json[] {
  if (key === undefined) return second;
  const same = (a: Json, b: Json) => isObject(a) && isObject(b) && a[key] === b[key];
  const kept = first.map((entry) => {
    const other = second.find((candidate) => same(entry, candidate));
    return isObject(entry) && isObject(other) ? merged(entry, other) : entry;
  });
  return [...kept, ...second.filter((entry) => !first.some((candidate) => same(candidate, entry)))];
}

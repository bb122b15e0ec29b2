import { isObject, type Json, type JsonObject } from "#policies";
import { type FieldPath, valueAt } from "./field-path.ts";
import type { Correction } from "./finding.ts";

/**
 * By which fields the entries of a list are told apart in a merge. The first is Kubernetes' `patchMergeKey`; kustomize
 * goes by all of them.
 */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  ports: ["containerPort", "protocol"],
};

type Building = { [key: string]: Json };

/**
 * The corrections as one strategic merge patch of the object, without its head: what stands there is set, null takes
 * away, and containers and volumes are found by their names.
 */
export function mergeSnippet(object: JsonObject, corrections: readonly Correction[]): JsonObject {
  const root: Building = {};
  for (const { field, set } of corrections)
    place(root, object, field, withoutNeedless(set, valueAt(object, field)));
  return root;
}

/** A map without the fields that it takes away although they are not there. */
function withoutNeedless(set: Json, there: Json | undefined): Json {
  if (!isObject(set)) return set;
  const kept = Object.entries(set).filter(
    ([key, value]) => value !== null || valueAt(there, [key]) !== undefined,
  );
  return Object.fromEntries(kept);
}

function place(root: Building, object: JsonObject, field: FieldPath, set: Json): void {
  let target: Building = root;
  for (const [index, step] of field.entries()) {
    if (typeof step === "number") continue;
    const next = field[index + 1];
    if (typeof next === "number") {
      const there = valueAt(object, field.slice(0, index + 2));
      const last = index + 2 === field.length;
      const named = isObject(there) ? there : last && isObject(set) ? set : {};
      target = entryOf(listOf(target, step), keysOf(named, mergeKeys[step] ?? ["name"]));
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

function keysOf(entry: JsonObject, keys: readonly string[]): Building {
  return Object.fromEntries(
    keys.flatMap((key): [string, Json][] => {
      const value = entry[key] ?? null;
      return value === null ? [] : [[key, value]];
    }),
  );
}

function entryOf(list: Json[], keys: Building): Building {
  const found = list.find(
    (entry) => isObject(entry) && Object.entries(keys).every(([key, value]) => entry[key] === value),
  );
  if (isBuilding(found)) return found;
  const made: Building = { ...keys };
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
  keys: readonly string[] | undefined,
): readonly Json[] {
  if (keys === undefined) return second;
  const same = (a: Json, b: Json) => isObject(a) && isObject(b) && keys.every((key) => a[key] === b[key]);
  const kept = first.map((entry) => {
    const other = second.find((candidate) => same(entry, candidate));
    return isObject(entry) && isObject(other) ? merged(entry, other) : entry;
  });
  return [...kept, ...second.filter((entry) => !first.some((candidate) => same(candidate, entry)))];
}

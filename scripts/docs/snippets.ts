import { isDeepStrictEqual } from "node:util";
import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { isObject, type Json, type JsonObject } from "#policies";

/** Two objects, cut down to where they differ, as YAML. */
export interface Snippets {
  readonly good: string;
  readonly bad: string;
}

/** Fields that say nothing alone: the field that has to stand beside them. */
const companions: Readonly<Record<string, string>> = { imagePullPolicy: "image" };

/**
 * What tells two objects apart, each as YAML with nothing else in it but what leads there; a field that only the other
 * has is a comment.
 * @param without the word before the names of such fields
 */
export function snippetsOf(good: JsonObject, bad: JsonObject, without: string): Snippets {
  const text = (mine: JsonObject, other: JsonObject) =>
    new Document(different(mine, other, without)).toString({ nullStr: "", lineWidth: 0 }).trimEnd();
  return { good: text(good, bad), bad: text(bad, good) };
}

function different(mine: Json, other: Json, without: string): Node {
  if (isObject(mine) && isObject(other)) return differentFields(mine, other, without);
  if (Array.isArray(mine) && Array.isArray(other) && mine.length === other.length) {
    const list = new YAMLSeq<Node>();
    for (const [index, item] of mine.entries())
      if (!isDeepStrictEqual(item, other[index])) list.add(different(item, other[index], without));
    return list;
  }
  return new Document(mine).contents ?? new Scalar(null);
}

function differentFields(mine: JsonObject, other: JsonObject, without: string): Node {
  const fields = [...new Set([...Object.keys(mine), ...Object.keys(other)])];
  const differing = fields.filter((field) => !isDeepStrictEqual(mine[field], other[field]));
  const beside = ["name", ...differing.map((field) => companions[field])];
  const map = new YAMLMap<Scalar<string>, Node>();
  const missing: string[] = [];
  for (const field of fields) {
    const value = mine[field];
    const key = new Scalar(field);
    if (!differing.includes(field)) {
      if (beside.includes(field) && typeof value === "string")
        map.items.push(new Pair(key, new Scalar(value)));
    } else if (value === undefined) missing.push(` ${without} ${field}`);
    else map.items.push(new Pair(key, different(value, other[field] ?? null, without)));
  }
  if (missing.length === 0) return map;
  // a map of nothing but comments would be written as {}
  const node = map.items.length === 0 ? new Scalar(null) : map;
  node.comment = missing.join("\n");
  return node;
}

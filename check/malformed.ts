import { isObject, type JsonObject } from "#policies";
import type { FieldPath } from "./field-path.ts";

const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

/**
 * The field that keeps a pod from being judged, as no API server would take it: without containers, or with a list of
 * them that is none, every policy would seem to be kept.
 */
export function malformed(pod: JsonObject): FieldPath | undefined {
  const { spec } = pod;
  if (!isObject(spec)) return ["spec"];
  for (const list of lists) {
    const found = spec[list] ?? undefined;
    if (found === undefined && list !== "containers") continue;
    if (!Array.isArray(found)) return ["spec", list];
    if (found.length === 0 && list === "containers") return ["spec", list];
    const strange = found.findIndex((container: unknown) => !isObject(container));
    if (strange >= 0) return ["spec", list, strange];
  }
  return undefined;
}

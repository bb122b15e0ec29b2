import { isObject, type Json, type JsonObject } from "./json.ts";
import type { Operation } from "./patch.ts";

/**
 * What a site demands of every pod beyond the catalogue (a cost-centre label, a pull secret, a priority class …), merged
 * into every control and so into every probe. Objects are merged, everything else is replaced, `null` takes a field
 * away (RFC 7386).
 */
export interface PodOverlay {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** No site can demand one: only for another form of a violation. */
    readonly ownerReferences?: readonly JsonObject[];
  };
  /** Fields of the PodSpec, without its lists of containers. */
  readonly spec?: JsonObject;
  /** Merged into every container, as far as its kind may have the field. */
  readonly container?: JsonObject;
}

const lists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** Fields that the API permits in regular containers and sidecars only. */
const probesAndHooks: readonly string[] = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"];

/** Fields that the API forbids in ephemeral containers, beside these. */
const forbiddenInEphemeral: readonly string[] = [...probesAndHooks, "resources", "ports"];

/** The pod with what the site demands. */
export function withOverlay(pod: JsonObject, overlay: PodOverlay): JsonObject {
  const { metadata = {}, spec = {} } = overlay;
  const merged = mergedObjects(pod, { metadata, spec });
  const podSpec = isObject(merged["spec"]) ? merged["spec"] : {};
  const containers = lists.flatMap((list) => {
    const found = podSpec[list];
    return found === undefined ? [] : [[list, overlaidList(found, list, overlay)] as const];
  });
  return { ...merged, spec: { ...podSpec, ...Object.fromEntries(containers) } };
}

/** A step of a control's patch with what the site demands of the containers that it adds. */
export function stepWithOverlay(step: Operation, overlay: PodOverlay): Operation {
  if (step.op === "remove") return step;
  const [, list, position, ...deeper] = step.path.replace(/^\/spec\//, "/").split("/");
  const known = lists.find((name) => name === list);
  if (known === undefined || deeper.length > 0) return step;
  if (position === undefined) return { ...step, value: overlaidList(step.value, known, overlay) };
  return isObject(step.value) ? { ...step, value: overlaidContainer(step.value, known, overlay) } : step;
}

function overlaidList(value: Json, list: (typeof lists)[number], overlay: PodOverlay): Json {
  if (!Array.isArray(value)) return value;
  return value.map((container: Json) =>
    isObject(container) ? overlaidContainer(container, list, overlay) : container,
  );
}

function overlaidContainer(
  container: JsonObject,
  list: (typeof lists)[number],
  { container: demanded = {} }: PodOverlay,
): JsonObject {
  const forbidden =
    list === "ephemeralContainers"
      ? forbiddenInEphemeral
      : list === "initContainers" && container["restartPolicy"] === undefined
        ? probesAndHooks
        : [];
  const permitted = Object.entries(demanded).filter(([field]) => !forbidden.includes(field));
  return mergedObjects(container, Object.fromEntries(permitted));
}

function mergedObjects(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) delete merged[key];
    else if (isObject(value)) {
      const before = merged[key];
      merged[key] = mergedObjects(isObject(before) ? before : {}, value);
    } else merged[key] = value;
  }
  return merged;
}

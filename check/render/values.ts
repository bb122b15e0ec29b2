import { join } from "node:path";
import { parse } from "yaml";
import { isObject } from "#policies";
import type { FieldPath } from "../field-path.ts";
import { readText } from "../read-text.ts";

/** Paths of all keys in a chart's values.yaml, e.g. `web.image.registry`; none if it has no such file. */
export async function readValues(chart: string): Promise<readonly string[]> {
  const read = await readText(join(chart, "values.yaml"));
  if ("says" in read) return [];
  try {
    return keysOf(parse(read.text), []);
  } catch {
    return [];
  }
}

function keysOf(value: unknown, path: readonly string[]): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    return [here.join("."), ...keysOf(inner, here)];
  });
}

/** How charts call what a field is filled from, where they do not call it as the field. */
const customs: Readonly<Record<string, readonly string[]>> = {
  securityContext: ["securityContext", "containerSecurityContext", "podSecurityContext"],
  image: ["image", "image.registry", "image.repository", "global.imageRegistry", "imageRegistry"],
  imagePullPolicy: ["imagePullPolicy", "pullPolicy"],
  resources: ["resources"],
  livenessProbe: ["livenessProbe"],
  readinessProbe: ["readinessProbe"],
};

/** At most so many keys are named. */
const most = 6;

/**
 * Keys of the values that likely decide a field: those that end in a name of the field's path, e.g.
 * `web.podSecurityContext` for `spec.template.spec.securityContext.runAsNonRoot`. A guess by customs of charts.
 */
export function likelyValues(keys: readonly string[], field: FieldPath): string[] {
  const wanted = new Set(
    field.flatMap((step) =>
      typeof step === "string" && !tooGeneral.has(step) ? [...(customs[step] ?? []), step] : [],
    ),
  );
  const fits = keys.filter((key) => [...wanted].some((name) => key === name || key.endsWith(`.${name}`)));
  // the innermost of what fits twice, but not a key below one that is named already
  return fits
    .filter((key) => !fits.some((other) => key.startsWith(`${other}.`) && !/image$/i.test(other)))
    .slice(0, most);
}

/** Steps that every path to a container has. */
const tooGeneral = new Set([
  "spec",
  "template",
  "metadata",
  "containers",
  "initContainers",
  "ephemeralContainers",
  "jobTemplate",
  "annotations",
  "name",
]);

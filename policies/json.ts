/** A value as JSON and YAML know it; Kubernetes objects are read as such before anything is known about them. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Absent and `undefined` mean the same here. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether a value is a JSON object (neither null nor a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

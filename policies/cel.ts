import { Environment } from "@marcbachmann/cel-js";
import { isObject } from "./json.ts";

/** What a condition can see: values that `celValue` made. */
export type CelInput = {
  readonly object: unknown;
  readonly container?: unknown;
  readonly variables: unknown;
};

/** CEL as in Kubernetes: lists and maps of mixed types, and the one function of its string library that is lacking. */
const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
}).registerFunction("string.replace(string, string): string", (text: string, from: string, to: string) =>
  text.replaceAll(from, to),
);

type Compiled = ReturnType<typeof environment.parse>;
const compiled = new Map<string, Compiled>();

/**
 * Evaluates a condition.
 * @throws Error of the CEL library if the expression cannot be evaluated, e.g. on a field of the wrong type.
 */
export function holds(expression: string, input: CelInput): boolean {
  let program = compiled.get(expression);
  if (program === undefined) {
    program = environment.parse(expression);
    compiled.set(expression, program);
  }
  return program(input) === true;
}

/** Maps of quantities: to the API server, one that is null is 0 and there, other than a field that is null. */
const ofQuantities: readonly string[] = ["limits", "requests"];

/**
 * A JSON value for CEL, which keeps whole numbers apart from doubles; JSON does not.
 * @param name of the field that holds it
 */
export function celValue(value: unknown, name = ""): unknown {
  if (typeof value === "number" && Number.isInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map((inner: unknown) => celValue(inner));
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const found = value[key];
    const inner = found === null && ofQuantities.includes(name) ? "0" : found;
    // the API server drops fields that are null before any admission
    if (inner === null) continue;
    // an annotation may be called __proto__
    if (key === "__proto__")
      Object.defineProperty(kept, key, { value: celValue(inner, key), enumerable: true });
    else kept[key] = celValue(inner, key);
  }
  return kept;
}

import { Environment } from "@marcbachmann/cel-js";
import { isObject } from "./json.ts";

/** What a condition can see: values that `celValue` made. */
export interface CelInput {
  readonly object: unknown;
  readonly container?: unknown;
  readonly variables: unknown;
}

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
  return program({ ...input }) === true;
}

/** A JSON value for CEL, which keeps whole numbers apart from doubles; JSON does not. */
export function celValue(value: unknown): unknown {
  if (typeof value === "number" && Number.isInteger(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(celValue);
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    // the API server drops fields that are null before any admission
    if (inner === null) continue;
    // an annotation may be called __proto__
    if (key in kept) Object.defineProperty(kept, key, { value: celValue(inner), enumerable: true });
    else kept[key] = celValue(inner);
  }
  return kept;
}

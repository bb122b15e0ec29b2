import { type CelInput, celValue, holds } from "./cel.ts";
import { isObject, type JsonObject } from "./json.ts";
import { containersOf, type PlacedContainer } from "./pod-spec.ts";
import type { Condition, Parameters, Policy } from "./policy.ts";

/** A place in a pod that does not comply with a policy. */
export interface Finding {
  readonly policy: string;
  /** Path of the container, or `spec` for the pod as a whole. */
  readonly path: string;
  /** Name of the container; absent for the pod as a whole. */
  readonly container?: string;
  /** The fields that the violated condition reads. */
  readonly fields: readonly string[];
  /** Why the condition could not be evaluated; such a pod does not comply. */
  readonly error?: string;
}

/** The check of one pod, by as many policies as are asked for. */
export type PodCheck = (
  policy: Policy,
  parameters: Parameters,
  reading?: "letter" | "effective",
) => Finding[];

/**
 * The places where a pod does not comply with a policy, without any cluster. Defaults that the API server would
 * fill in are taken into account by the conditions.
 * @param pod a Pod, or any object with `metadata` and a PodSpec in `spec`
 * @param reading `letter` for what an author writes, `effective` for a pod that a platform returned
 */
export function check(
  policy: Policy,
  pod: JsonObject,
  parameters: Parameters,
  reading: "letter" | "effective" = "letter",
): Finding[] {
  return podCheck(pod)(policy, parameters, reading);
}

/** The same check for several policies: the pod is made ready for CEL once. */
export function podCheck(pod: JsonObject): PodCheck {
  const value = celValue(pod);
  const object = isObject(value) ? value : {};
  const all = containersOf(object, ["containers", "initContainers", "ephemeralContainers"]);
  return (policy, parameters, reading = "letter") => {
    const conditions = reading === "effective" ? (policy.effective ?? policy.conditions) : policy.conditions;
    const input = { object, variables: celParameters(parameters) };
    return conditions.flatMap((condition) => violations(policy.id, condition, input, all));
  };
}

/** Parameters ready for CEL: they are the same for all pods of a check. */
const made = new WeakMap<Parameters, unknown>();

function celParameters(parameters: Parameters): unknown {
  const found = made.get(parameters) ?? celValue(parameters);
  made.set(parameters, found);
  return found;
}

function violations(
  policy: string,
  condition: Condition,
  input: CelInput,
  containers: readonly PlacedContainer[],
): Finding[] {
  const { over } = condition;
  const places = over === "pod" ? [{ path: "spec" }] : containers.filter(({ list }) => over.includes(list));
  const found: Finding[] = [];
  for (const place of places) {
    const answer = answerOf(
      condition.cel,
      "name" in place ? { ...input, container: place.container } : input,
    );
    if (answer === true) continue;
    const where = "name" in place ? { container: place.name } : {};
    const error = answer === false ? {} : { error: answer };
    found.push({ policy, path: place.path, ...where, fields: condition.fields, ...error });
  }
  return found;
}

/** Whether the condition holds, or why it could not be evaluated. */
function answerOf(cel: string, input: CelInput): boolean | string {
  try {
    return holds(cel, input);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

import { type CelInput, celValue, holds } from "./cel.ts";
import type { JsonObject } from "./json.ts";
import { containersOf } from "./pod-spec.ts";
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
  const conditions = reading === "effective" ? (policy.effective ?? policy.conditions) : policy.conditions;
  const input = { object: celValue(pod), variables: celValue(parameters) };
  return conditions.flatMap((condition) => violations(policy.id, condition, pod, input));
}

function violations(policy: string, condition: Condition, pod: JsonObject, input: CelInput): Finding[] {
  const places = condition.over === "pod" ? [{ path: "spec" }] : containersOf(pod, condition.over);
  return places.flatMap((place) => {
    const where = "container" in place ? { container: place.name } : {};
    const finding = { policy, path: place.path, ...where, fields: condition.fields };
    try {
      const seen = "container" in place ? { ...input, container: celValue(place.container) } : input;
      return holds(condition.cel, seen) ? [] : [finding];
    } catch (error) {
      return [{ ...finding, error: error instanceof Error ? error.message : String(error) }];
    }
  });
}

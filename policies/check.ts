import { holds } from "./cel.ts";
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
  return conditions.flatMap((condition) => violations(policy.id, condition, pod, parameters));
}

function violations(policy: string, condition: Condition, pod: JsonObject, variables: Parameters): Finding[] {
  const places = condition.over === "pod" ? [{ path: "spec" }] : containersOf(pod, condition.over);
  return places.flatMap(({ path, ...placed }) => {
    const where = "name" in placed ? { container: placed.name } : {};
    const finding = { policy, path, ...where, fields: condition.fields };
    try {
      const input = "container" in placed ? { container: placed.container } : {};
      return holds(condition.cel, { object: pod, ...input, variables }) ? [] : [finding];
    } catch (error) {
      return [{ ...finding, error: error instanceof Error ? error.message : String(error) }];
    }
  });
}

import { type JsonObject, podCheck, policies } from "#policies";
import { type FieldPath, fieldPath, valueAt } from "./field-path.ts";
import type { Correction, FieldState, Finding } from "./finding.ts";
import { mergeSnippet } from "./merge-snippet.ts";
import { inObject, type PlacedPod } from "./pods.ts";
import { caseOf } from "./remedies/case.ts";
import { remedies } from "./remedies/index.ts";
import type { Settings } from "./settings.ts";
import type { WeightOf } from "./weights.ts";
import { wrongType } from "./wrong-type.ts";

/** A finding before it is known where it stands. */
export type Judged = Omit<Finding, "object" | "file" | "document" | "place" | "rendered" | "excepted">;

/**
 * Where a pod does not comply with the policies of a profile; the catalogue decides, here is only said what to change.
 * @param object what the pod stands in; fields are named from its root
 */
export function judge(
  object: JsonObject,
  placed: PlacedPod,
  { profile, parameters, notJudged }: Settings,
  weightOf: WeightOf,
): Judged[] {
  const { pod } = placed;
  const check = podCheck(pod);
  return profile.policies.flatMap((id) => {
    if (notJudged.includes(id)) return [];
    const policy = policies[id];
    const own = parameters[id] ?? {};
    return check(policy, own).map((found): Judged => {
      const { container, error, path } = found;
      const { at, corrections } = remedies[id](caseOf(policy, own, pod, found));
      const [first = firstField(fieldPath(path), found.fields), ...others] = at;
      const state = (inPod: FieldPath): FieldState => {
        const field = inObject(placed, inPod);
        return { field, found: valueAt(object, field) };
      };
      const wrong = error === undefined ? undefined : wrongType(pod, at, fieldPath(path));
      const steps = corrections.map((step): Correction => ({ ...step, field: inObject(placed, step.field) }));
      return {
        policy: id,
        weight: weightOf(id, path),
        ...(container !== undefined && { container }),
        ...state(first),
        more: others.map(state),
        ...(error !== undefined && { error }),
        ...(wrong && { wrong: { ...wrong, field: inObject(placed, wrong.field) } }),
        corrections: steps,
        remedy: mergeSnippet(object, steps),
        requirements: policy.requirements,
      };
    });
  });
}

/** The field that the violated condition reads first. */
function firstField(owner: FieldPath, [first = ""]: readonly string[]): FieldPath {
  const plain = fieldPath(first.replace(/\[.*$/, ""));
  return plain[0] === "spec" || plain[0] === "metadata" ? plain : [...owner, ...plain];
}

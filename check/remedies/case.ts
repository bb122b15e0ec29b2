import { check, isObject, type Json, type JsonObject, type Parameters, type Policy } from "#policies";
import { edited } from "../edit.ts";
import { type FieldPath, fieldPath, valueAt } from "../field-path.ts";
import type { Correction } from "../finding.ts";

/** A finding of the catalogue's check that wants a remedy. */
export interface Case {
  readonly policy: Policy;
  readonly parameters: Parameters;
  readonly pod: JsonObject;
  /** Path of the container, or `spec` for the pod as a whole. */
  readonly owner: FieldPath;
  /** Whether a changed pod still has this finding: the catalogue's own judgement. */
  readonly stays: (pod: JsonObject) => boolean;
}

/** How a pod comes to comply with a policy in one place. */
export interface Remedy {
  /** The fields at fault, from the pod's root; the first one is pointed at. */
  readonly at: readonly FieldPath[];
  readonly corrections: readonly Correction[];
}

/** A finding of the catalogue's check. */
type Found = ReturnType<typeof check>[number];

/** The case of a finding. */
export function caseOf(policy: Policy, parameters: Parameters, pod: JsonObject, found: Found): Case {
  const same = (other: Found) => other.path === found.path && other.fields.join() === found.fields.join();
  return {
    policy,
    parameters,
    pod,
    owner: fieldPath(found.path),
    stays: (changed) => check(policy, changed, parameters).some(same),
  };
}

/** Those fields that violate the policy each by itself, with none of the others. */
export function atFault({ pod, stays }: Case, candidates: readonly FieldPath[]): FieldPath[] {
  const present = candidates.filter((path) => valueAt(pod, path) !== undefined);
  const alone = (path: FieldPath) =>
    present.filter((other) => other !== path).reduce((rest, other) => edited(rest, other, null), pod);
  return present.filter((path) => stays(alone(path)));
}

/** The indexes of a list's entries that violate the policy each by itself. */
export function entriesAtFault({ pod, stays }: Case, list: FieldPath): number[] {
  return listAt(pod, list).flatMap((entry, index) => (stays(edited(pod, list, [entry])) ? [index] : []));
}

/** The list in a field; empty if there is none. */
export function listAt(pod: JsonObject, path: FieldPath): readonly Json[] {
  const value = valueAt(pod, path);
  return Array.isArray(value) ? value : [];
}

/** A string of an object's field. */
export function textAt(object: Json | undefined, key: string): string | undefined {
  const value = isObject(object) ? object[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

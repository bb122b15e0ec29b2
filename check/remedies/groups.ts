import { isObject } from "#policies";
import { type FieldPath, valueAt } from "../field-path.ts";
import { atFault, type Case, entriesAtFault, listAt, type Remedy } from "./case.ts";

/** A group id above every threshold that is known in the field. */
const high = 100_000;

/** A permitted group id where one is too low or missing; the image's files may have to belong to it. */
export function permittedGroups(found: Case): Remedy {
  const { pod, owner, parameters } = found;
  const { minGid } = parameters;
  const set = Math.max(high, typeof minGid === "number" ? minGid : 0);
  const byHand = "group" as const;
  const own: FieldPath = [...owner, "securityContext", "runAsGroup"];
  if (owner.length > 1) {
    const field = valueAt(pod, own) === undefined ? ["spec", "securityContext", "runAsGroup"] : own;
    return { at: [own], corrections: [{ field, set, byHand }] };
  }
  const list: FieldPath = ["spec", "securityContext", "supplementalGroups"];
  const single = atFault(found, [own, ["spec", "securityContext", "fsGroup"], list]).filter(
    (field) => field !== list,
  );
  const low = isObject(valueAt(pod, ["spec", "securityContext"]))
    ? entriesAtFault(withoutSingle(found), list)
    : [];
  const groups = listAt(pod, list).map((group, index) => (low.includes(index) ? set : group));
  return {
    at: [...single, ...low.map((index) => [...list, index])],
    corrections: [
      ...single.map((field) => ({ field, set, byHand })),
      ...(low.length > 0 ? [{ field: list, set: [...new Set(groups)], byHand }] : []),
    ],
  };
}

/** The case of a pod that names supplemental groups only. */
function withoutSingle(found: Case): Case {
  const { pod } = found;
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const { supplementalGroups = null } = isObject(spec["securityContext"]) ? spec["securityContext"] : {};
  return { ...found, pod: { ...pod, spec: { ...spec, securityContext: { supplementalGroups } } } };
}

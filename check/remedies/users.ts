import { valueAt } from "../field-path.ts";
import type { Case, Remedy } from "./case.ts";
import { setWhereItCounts } from "./forms.ts";

/** A user id above every threshold that is known in the field. */
export const highUser = 100_000;

/** Not as root; where the manifest itself asks for root, another user as well, or no kubelet starts the container. */
export function notAsRoot(found: Case): Remedy {
  const user = [
    [...found.owner, "securityContext", "runAsUser"],
    ["spec", "securityContext", "runAsUser"],
  ].find((field) => valueAt(found.pod, field) !== undefined);
  const isRoot = user !== undefined && valueAt(found.pod, user) === 0;
  const byHand = isRoot ? "manifest-user" : "user";
  const { at, corrections } = setWhereItCounts(
    ["securityContext", "runAsNonRoot"],
    () => true,
    byHand,
  )(found);
  if (!isRoot) return { at, corrections };
  return { at: [...at, user], corrections: [...corrections, { field: user, set: highUser, byHand }] };
}

import { isObject } from "#policies";
import { type FieldPath, valueAt } from "../field-path.ts";
import { atFault, type Case, type Remedy } from "./case.ts";

/** The annotations or the profile of AppArmor that are not permitted go: the platform sets its own. */
export function platformsProfile(found: Case): Remedy {
  const { pod, owner } = found;
  const profile = [...owner, "securityContext", "appArmorProfile"];
  const annotations = valueAt(pod, ["metadata", "annotations"]);
  const own: FieldPath[] = Object.keys(isObject(annotations) ? annotations : {})
    .filter((key) => key.startsWith("container.apparmor.security.beta.kubernetes.io/"))
    .map((key) => ["metadata", "annotations", key]);
  const isAnnotation = owner.length === 1 && found.stays(bare(found));
  const at = isAnnotation ? atFault(found, own) : [profile];
  return {
    at: isAnnotation ? at : [[...profile, "type"]],
    corrections: at.map((field) => ({ field, set: null })),
  };
}

/** The pod with nothing but its annotations' owner: what is left at fault then are the annotations. */
function bare({ pod }: Case): Case["pod"] {
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const { securityContext: _, ...rest } = spec;
  return { ...pod, spec: rest };
}

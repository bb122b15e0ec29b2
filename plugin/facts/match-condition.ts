import { Environment } from "@marcbachmann/cel-js";
import { z } from "zod";
import { namespaceLabels, type Place } from "./place.ts";

/** A condition in CEL under which an admission webhook or policy looks at a request. */
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

export const matchConditions: z.ZodType<readonly MatchCondition[]> = z
  .array(z.object({ name: z.string(), expression: z.string() }))
  .default([]);

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });

/**
 * The first condition that is false because of the namespace or the user. One that is false everywhere, or that hangs
 * on what is not known here (the object, parameters, rights), says nothing about a place.
 */
export function failedCondition(
  conditions: readonly MatchCondition[],
  place: Place,
): MatchCondition | undefined {
  return conditions.find(
    ({ expression }) =>
      value(expression, atPlace(place)) === false && value(expression, anywhere) === undefined,
  );
}

/** Whether all conditions are known to be true. */
export function allHold(conditions: readonly MatchCondition[], place: Place): boolean {
  return conditions.every(({ expression }) => value(expression, atPlace(place)) === true);
}

const pod = { group: "", version: "v1", kind: "Pod" };
const pods = { group: "", version: "v1", resource: "pods" };

/** As much of an AdmissionRequest as is the same for every probe that creates a pod. */
const request = {
  kind: pod,
  requestKind: pod,
  resource: pods,
  requestResource: pods,
  subResource: "",
  requestSubResource: "",
  operation: "CREATE",
  dryRun: true,
};
const anywhere = { request, oldObject: null };

function atPlace(place: Place): Readonly<Record<string, unknown>> {
  const { namespace, annotations, user, groups } = place;
  // an empty map is not stored, so that `has` is false
  const kept = Object.keys(annotations).length > 0 ? { annotations } : {};
  return {
    request: { ...request, namespace, userInfo: { username: user, groups: [...groups] } },
    namespaceObject: { metadata: { name: namespace, labels: namespaceLabels(place), ...kept } },
    oldObject: null,
  };
}

/**
 * The value of an expression, `undefined` if it cannot be told. What is missing in the input is an error in CEL, and an
 * error counts only where `&&` or `||` are not decided without it: so a value that comes out is certain.
 */
function value(expression: string, input: Readonly<Record<string, unknown>>): boolean | undefined {
  try {
    // the same by another name, of an object that is not known
    const known = expression.replace(/\bobject\.metadata\.namespace\b/g, "request.namespace");
    const result: unknown = environment.parse(known)({ ...input });
    return typeof result === "boolean" ? result : undefined;
  } catch {
    return undefined;
  }
}

import { isDeepStrictEqual } from "node:util";
import type { ParameterDefinition, ParameterValue } from "#policies";

/**
 * What must be kept where a site has a parameter of its own and the profile holds as well: of two demands both. So what
 * a site permits beyond the profile never shows in it.
 * @param own foreign: a value of another type is none
 * @returns undefined where that is no more than the profile demands
 */
export function narrowerValue(
  agreed: ParameterValue,
  own: unknown,
  narrower: ParameterDefinition["narrower"],
): ParameterValue | undefined {
  const both = together(agreed, own, narrower === "more");
  return both === undefined || isDeepStrictEqual(both, agreed) ? undefined : both;
}

function together(agreed: ParameterValue, own: unknown, more: boolean): ParameterValue | undefined {
  if (typeof agreed === "number" && typeof own === "number")
    return more ? Math.max(agreed, own) : Math.min(agreed, own);
  if (typeof agreed === "boolean" && typeof own === "boolean") return more ? agreed || own : agreed && own;
  if (typeof agreed !== "object" || !Array.isArray(own)) return undefined;
  const entries = own.filter((entry): entry is string => typeof entry === "string");
  return more
    ? [...agreed, ...entries.filter((entry) => !agreed.includes(entry)).toSorted()]
    : agreed.filter((entry) => entries.includes(entry));
}

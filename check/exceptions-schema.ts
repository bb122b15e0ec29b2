import { type Json, policyIds } from "#policies";
import { type ExceptionKey, exceptionKeys, neededKeys } from "./exceptions-file.ts";

function pattern(what: string): Json {
  return {
    description: `${what}; * stands for any characters. Left out: any.`,
    type: "string",
    minLength: 1,
  };
}

const properties: { readonly [Key in ExceptionKey]: Json } = {
  policy: { description: "The policy's id.", type: "string", enum: [...policyIds] },
  kind: pattern("The object's kind"),
  name: pattern("The object's name"),
  namespace: pattern("The object's namespace as it stands in the manifest"),
  container: pattern("The container's name"),
  reason: { description: "Why it is left as it is.", type: "string", minLength: 1 },
  expires: {
    description: "The last day on which the exception holds (YYYY-MM-DD), to its end in UTC.",
    type: "string",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  },
};

/** The JSON Schema of the file of exceptions, by which editors complete and check it. */
export function exceptionsSchema(): Json {
  const known = Object.fromEntries(exceptionKeys.map((key) => [key, properties[key]]));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Exceptions for dvs check",
    description: "What dvs check finds and somebody decided to leave as it is, until a day.",
    type: "array",
    items: { type: "object", required: [...neededKeys], properties: known, additionalProperties: false },
  };
}

import { type Json, policyIds } from "#policies";
import { shortestMatch } from "./sites-file.ts";
import { type WaiverKey, waiverKeys } from "./waivers-file.ts";

const properties: { readonly [Key in WaiverKey]: Json } = {
  policy: { description: "The policy's id.", type: "string", enum: [...policyIds] },
  site: {
    description: `The site: its id, at least the first ${shortestMatch} characters of it, or its exact name in the report.`,
    type: "string",
    minLength: 1,
  },
  reason: { description: "Why the deviation is put up with.", type: "string", minLength: 1 },
  owner: {
    description: "The role that answers for it, never a person's name.",
    type: "string",
    minLength: 1,
  },
  expires: {
    description: "The last day on which the waiver holds (YYYY-MM-DD), to its end in UTC.",
    type: "string",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  },
};

/** The JSON Schema of the file of waivers, by which editors complete and check it. */
export function waiversSchema(): Json {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Waivers for a dvs report",
    description: "Exceptions that were agreed on. A waiver changes no verdict.",
    type: "array",
    items: { type: "object", required: [...waiverKeys], properties, additionalProperties: false },
  };
}

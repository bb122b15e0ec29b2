import { type PolicyId, policies, policyIds } from "#policies";
import { means } from "../attribution.ts";

/** The policies of the catalogue that a rule of an engine means, by the marks of their refusals. */
export function policiesMeant(names: string, text: string): PolicyId[] {
  return policyIds.filter((id) => means(policies[id].refusal, `${names} ${text}`, names, []));
}

import { type PolicyId, policies, policyIds } from "#policies";
import { means } from "../attribution.ts";

/**
 * The policies of the catalogue that rules of an engine mean: of this project's own rules those whose names they bear, of
 * others those whose marks of a refusal they have.
 */
export function policiesMeant(names: string, text: string): PolicyId[] {
  const words = names.split(/[^\w-]+/).filter((word) => word !== "");
  const foreign = words.filter((word) => !policyIds.some((id) => word === `dvs-${id}`));
  return policyIds.filter((id) => {
    if (words.includes(`dvs-${id}`)) return true;
    if (words.length > 0 && foreign.length === 0) return false;
    const others = foreign.length === words.length ? names : foreign.join(" ");
    return means(policies[id].refusal, `${others} ${text}`, others, []);
  });
}

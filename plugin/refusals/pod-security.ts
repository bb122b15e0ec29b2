import { forbidden, nonEmpty, type Recogniser } from "./refusal.ts";

const denial = new RegExp(
  String.raw`${forbidden}violates PodSecurity "((?:baseline|restricted):[^"]+)": ([\s\S]*)$`,
);

/** Pod Security admission: a list `reason (detail), reason (detail)`; the level's name is no evidence. */
export const podSecurity: Recogniser = ({ message }) => {
  const [, policy, list] = denial.exec(message) ?? [];
  if (policy === undefined || list === undefined) return undefined;
  const violations = splitOutside(list).map((says) => ({
    policy,
    rule: says.replace(/ \([\s\S]*$/, ""),
    says,
  }));
  return { engine: "pod-security", violations: nonEmpty(violations, { policy, says: list }) };
};

/** Splits at commas that stand outside of parentheses. */
function splitOutside(list: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of list) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

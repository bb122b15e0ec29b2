import { nonEmpty, type Recogniser, webhookDenial } from "./refusal.ts";

/** Gatekeeper's webhook: a line `[constraint] text` for every violated constraint. */
export const gatekeeper: Recogniser = ({ message }) => {
  const denied = webhookDenial(message);
  if (denied?.webhook !== "validation.gatekeeper.sh") return undefined;
  const violations = denied.text.split(/\n(?=\[)/).flatMap((line) => {
    const [, policy, text] = /^\[([^\]]+)\] ([\s\S]*)$/.exec(line) ?? [];
    return policy === undefined ? [] : [{ policy, says: `${policy} ${text}` }];
  });
  return {
    engine: "gatekeeper",
    webhook: denied.webhook,
    violations: nonEmpty(violations, { says: denied.text }),
  };
};

import { nonEmpty, type Recogniser, type Violation, webhookDenial } from "./refusal.ts";

/**
 * Gatekeeper's webhooks. The validating one has a line `[constraint] text` for every violated constraint
 * (getValidationMessages in pkg/webhook/policy.go, 3.23.1). Whatever else they answer is an error on the way to a
 * decision: `admission.Errored` looks like a denial to the API server, also with failurePolicy Ignore.
 */
export const gatekeeper: Recogniser = ({ message }) => {
  const denied = webhookDenial(message);
  if (denied === undefined || !webhooks.test(denied.webhook)) return undefined;
  const { webhook, text } = denied;
  const violations = text.split(/\n(?=\[)/).flatMap((line): Violation[] => {
    const [, policy, said] = /^\[([^\]]+)\] ([\s\S]*)$/.exec(line) ?? [];
    return policy === undefined ? [] : [{ policy, says: `${policy} ${said}` }];
  });
  return { engine: "gatekeeper", webhook, violations: nonEmpty(violations, { says: text, undecided: true }) };
};

const webhooks = /^(validation|mutation)\.gatekeeper\.sh$/;

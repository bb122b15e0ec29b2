import { forbidden, type Recogniser } from "./refusal.ts";

const denial = new RegExp(
  String.raw`${forbidden}ValidatingAdmissionPolicy '([^']+)' with binding '([^']+)' denied request: ([\s\S]*)$`,
);

/**
 * ValidatingAdmissionPolicy, which reports its first denial only. Some engines hand their policies to the API server
 * in this form; the prefix of the policy's name tells which (Gatekeeper 3.23 `gatekeeper-`, Kyverno 1.19 `cpol-`
 * and `vpol-`). The HTTP code proves nothing: a policy may set it.
 */
export const validatingAdmissionPolicy: Recogniser = ({ message }) => {
  const [, policy, binding, text] = denial.exec(message) ?? [];
  if (policy === undefined || binding === undefined) return undefined;
  const says = `${policy} ${binding} ${text}`;
  // until 3.22 the binding's name lacked the constraint's kind
  const prefix = [`${policy}-`, "gatekeeper-"].find((own) => binding.startsWith(own));
  if (policy.startsWith("gatekeeper-") && prefix !== undefined) {
    const constraint = binding.slice(prefix.length);
    return { engine: "gatekeeper", violations: [{ policy: constraint, rule: policy, says }] };
  }
  if (/^[cv]pol-/.test(policy) && binding === `${policy}-binding`) {
    return {
      engine: "kyverno",
      violations: [{ policy: policy.replace(/^[cv]pol-/, ""), rule: policy, says }],
    };
  }
  return { engine: "validating-admission-policy", violations: [{ policy, rule: binding, says }] };
};

import { forbidden, nonEmpty, type Recogniser } from "./refusal.ts";

const denial = new RegExp(
  String.raw`${forbidden}unable to validate against any (security context constraint|pod security policy): \[?([\s\S]*?)\]?$`,
);

/**
 * OpenShift's security context constraints (and the former PodSecurityPolicy). Constraints that the identity may not
 * use are listed too; their names (`hostnetwork-v2`, `privileged`) are no evidence.
 */
export const openshiftScc: Recogniser = ({ message }) => {
  const [, who, list] = denial.exec(message) ?? [];
  if (list === undefined) return undefined;
  const violations = list.split(/, (?=provider |pod\.|spec\.)/).flatMap((part) => {
    if (/^provider "[^"]+": Forbidden: not usable by user or serviceaccount/.test(part)) return [];
    const [, policy, text] = /^provider "?([^":]+)"?: ([\s\S]*)$/.exec(part) ?? [];
    return policy === undefined ? [{ says: part }] : [{ policy, says: text ?? "" }];
  });
  const engine = who === "pod security policy" ? "pod-security-policy" : "openshift-scc";
  return { engine, violations: nonEmpty(violations, { says: "" }) };
};

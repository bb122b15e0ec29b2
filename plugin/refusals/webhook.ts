import { nonEmpty, type Recogniser, type Violation, webhookDenial } from "./refusal.ts";

/** What is known of engines whose refusals are told by the name of their webhook; the others are called by that name. */
interface KnownWebhook {
  readonly engine: string;
  readonly webhook: RegExp;
  /** Finds the names of the violated policies in the text. */
  readonly policies?: RegExp;
  /** Whether the webhook's name holds the policy's, as the first group of `webhook`. */
  readonly named?: true;
}

const known: readonly KnownWebhook[] = [
  { engine: "kubewarden", webhook: /^(?:clusterwide|namespaced)-(.+)\.kubewarden\.admission$/, named: true },
  { engine: "neuvector", webhook: /^neuvector-validating-admission-webhook\./ },
  { engine: "stackrox", webhook: /^policyeval\.stackrox\.io$/, policies: /^Policy: (.+)$/gm },
  { engine: "sysdig", webhook: /^(?:vac|audit)\.secure\.sysdig\.com$/ },
  {
    engine: "gke-warden",
    webhook: /^warden-validating\.common-webhooks\.networking\.gke\.io$/,
    policies: /\[denied by ([a-z0-9-]+)\]/g,
  },
  { engine: "prisma-cloud", webhook: /validating-webhook\.twistlock\.com$/ },
];

/** Any other webhook: named if it is known, else by the name that the API server quotes. */
export const webhook: Recogniser = ({ message }) => {
  const denied = webhookDenial(message);
  if (denied === undefined) return undefined;
  const { webhook: name, text } = denied;
  for (const { engine, webhook: pattern, policies, named } of known) {
    const match = pattern.exec(name);
    if (match === null) continue;
    const names =
      named === true
        ? [match[1] ?? ""]
        : [...text.matchAll(policies ?? /$^/g)].map((found) => found[1] ?? "");
    const violations = names.map((policy): Violation => ({ policy, says: `${policy} ${text}` }));
    return { engine, webhook: name, violations: nonEmpty(violations, { says: text }) };
  }
  return { engine: "webhook", webhook: name, violations: [{ policy: name, says: text }] };
};

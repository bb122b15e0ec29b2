import type { ApiStatus } from "./api-status.ts";
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
export const webhook: Recogniser = ({ message, causes }) => {
  const denied = webhookDenial(message);
  if (denied === undefined) return undefined;
  const { webhook: name, text } = denied;
  for (const { engine, webhook: pattern, policies, named } of known) {
    const match = pattern.exec(name);
    if (match === null) continue;
    const violations =
      named === true
        ? membersOf(match[1] ?? "", text, causes)
        : sections(text, policies).map(({ policy, says }): Violation => ({ policy, says }));
    return { engine, webhook: name, violations: nonEmpty(violations, { says: text }) };
  }
  return { engine: "webhook", webhook: name, violations: [{ policy: name, says: text }] };
};

/** A policy of Kubewarden; of a group of policies, the causes name the members that refused. */
function membersOf(policy: string, text: string, causes: ApiStatus["causes"]): Violation[] {
  const members = causes.flatMap(({ field, message }): Violation[] => {
    const [, rule] = /^spec\.policies\.(.+)$/.exec(field) ?? [];
    return rule === undefined ? [] : [{ policy, rule, says: `${rule} ${message}` }];
  });
  return members.length > 0 ? members : [{ policy, says: `${policy} ${text}` }];
}

/** A text that names several policies, in parts: each from its name to the next. */
function sections(
  text: string,
  names: RegExp | undefined,
): { readonly policy: string; readonly says: string }[] {
  const found = names === undefined ? [] : [...text.matchAll(names)];
  return found.map((match, index) => ({
    policy: match[1] ?? "",
    says: text.slice(match.index, found[index + 1]?.index),
  }));
}

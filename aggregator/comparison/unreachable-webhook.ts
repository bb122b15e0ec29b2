import { isDeepStrictEqual } from "node:util";
import type { Outcome, RunResult } from "#results";

/** A webhook that the API server could not call. */
export interface UnreachableWebhook {
  readonly webhook: string;
  /** Absent if the site's facts do not say whose it is. */
  readonly engine?: string;
}

/** What the API server says then; a webhook's name is a domain name (`ErrCallingWebhook` in `k8s.io/apiserver/pkg/util/webhook`). */
const failedCall = /^Internal error occurred: failed calling webhook "([a-z0-9.-]{1,253})"/;

/** The one webhook that could not be called in all of these attempts; undefined if there is none, or several. */
export function unreachableWebhook(
  outcomes: readonly Outcome[],
  { engines }: RunResult["site"],
): UnreachableWebhook | undefined {
  const names = new Set(outcomes.flatMap(webhookOf));
  const [webhook, ...others] = names;
  if (webhook === undefined || others.length > 0) return undefined;
  const known = "value" in engines ? engines.value : [];
  const owner = known.find(({ webhooks = [] }) => webhooks.some(({ name }) => name === webhook));
  // an engine that nobody knows is listed by its webhook
  return owner === undefined || owner.name === webhook ? { webhook } : { webhook, engine: owner.name };
}

/** What all of them name; undefined if they do not agree. */
export function sameWebhook(
  found: readonly (UnreachableWebhook | undefined)[],
): UnreachableWebhook | undefined {
  const [first, ...others] = found;
  return others.every((other) => isDeepStrictEqual(other, first)) ? first : undefined;
}

function webhookOf(outcome: Outcome): string[] {
  if (outcome.kind !== "inconclusive" || outcome.reason !== "webhook-failure") return [];
  return failedCall.exec(outcome.message ?? "")?.slice(1) ?? [];
}

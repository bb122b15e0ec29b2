import { isDeepStrictEqual } from "node:util";
import { failedWebhook, type Outcome, type RunResult } from "#results";

/** A webhook that the API server could not call. */
export interface UnreachableWebhook {
  readonly webhook: string;
  /** Absent if the site's facts do not say whose it is. */
  readonly engine?: string;
}

/**
 * The webhook that could not be called in any of the attempts of these that came to nothing for such a fault; undefined if
 * there are none, or if not all of them name the same one.
 */
export function unreachableWebhook(
  outcomes: readonly Outcome[],
  { engines }: RunResult["site"],
): UnreachableWebhook | undefined {
  const [webhook, ...others] = new Set(outcomes.filter(isFailedCall).map(webhookOf));
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

type Inconclusive = Extract<Outcome, { readonly kind: "inconclusive" }>;

function isFailedCall(outcome: Outcome): outcome is Inconclusive {
  return outcome.kind === "inconclusive" && outcome.reason === "webhook-failure";
}

function webhookOf({ message = "" }: Inconclusive): string | undefined {
  return failedWebhook.exec(message)?.[1];
}

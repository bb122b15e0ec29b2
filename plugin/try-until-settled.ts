import type { Outcome, ProbeResult } from "#results";
import type { Api } from "./api.ts";
import { pause } from "./attempt.ts";
import type { Plan } from "./plan.ts";
import { type NamespaceState, namespaceState, podSecurityLabels, sameState } from "./run-namespace.ts";
import type { Tried } from "./run-result.ts";
import type { Tenant } from "./tenant.ts";
import { type TryContext, tryProbes } from "./try-probes.ts";

/** How often everything is tried at most until two rounds agree. */
const mostRounds = 3;

/** What is needed to tell whether a site has settled. */
export interface Settling {
  /** Talks to the cluster as the operator: tenants may not read their namespace. */
  readonly admin: Api;
  /** When the namespace was made, by `performance.now()`. */
  readonly made: number;
  /** Seconds after the namespace's making at which the second round begins at the earliest. */
  readonly settle: number;
  readonly talk: (sentence: string) => void;
}

/** One round: what came of all probes, and what the namespace was like afterwards. */
interface Round {
  readonly compliant: Outcome;
  readonly probes: readonly ProbeResult[];
  readonly state: NamespaceState | undefined;
}

/**
 * Tries the probes in rounds until two rounds agree. Sites label fresh namespaces and put limits into them a moment
 * after their making, engines fail open, throttles and locks refuse for a while: one answer alone proves little. What
 * differs to the end is `unstable`.
 */
export async function tryUntilSettled(
  tenant: Tenant,
  planned: Plan,
  context: TryContext,
  { admin, made, settle, talk }: Settling,
): Promise<Tried> {
  const { namespace, identity } = tenant;
  const { limits } = context;
  const tryOnce = async (more: Partial<TryContext>): Promise<Round> => {
    const { compliant, probes } = await tryProbes(tenant, planned, { ...context, ...more });
    return { compliant, probes, state: await namespaceState(admin, namespace, limits) };
  };
  let before = await tryOnce({});
  await pause(settle - (performance.now() - made) / 1000, limits.signal);
  for (let round = 2; ; round += 1) {
    // a run that is at its end keeps what it has
    if (limits.signal.aborted) return tried(before);
    const now = await tryOnce({ onProgress: undefined });
    if (limits.signal.aborted) return tried(before);
    if (agree(before, now)) return tried(now);
    if (round === mostRounds) return tried({ ...now, probes: stableOnly(before, now) });
    talk("the cluster does not answer as it did a moment ago: trying again");
    before = now;
  }

  function tried({ compliant, probes, state = { labels: {}, annotations: {} } }: Round): Tried {
    const podSecurity = podSecurityLabels(state);
    return { vantage: { namespace, kind: "fresh", identity, podSecurity, compliant }, probes };
  }
}

/** Whether two rounds came to the same. */
function agree(a: Round, b: Round): boolean {
  const sameNamespace = a.state === undefined || b.state === undefined || sameState(a.state, b.state);
  return (
    sameNamespace &&
    a.compliant.kind === b.compliant.kind &&
    a.probes.every((result, index) => same(result, b.probes[index]))
  );
}

function same({ outcome }: ProbeResult, other: ProbeResult | undefined): boolean {
  const attribution = (of: Outcome) => ("attribution" in of ? of.attribution : "");
  return outcome.kind === other?.outcome.kind && attribution(outcome) === attribution(other.outcome);
}

/** The last round, without what differs from the one before. If the namespace itself changes, nothing is stable. */
function stableOnly(before: Round, now: Round): ProbeResult[] {
  const moving = before.state !== undefined && now.state !== undefined && !sameState(before.state, now.state);
  return now.probes.map((result, index) => {
    const earlier = before.probes[index];
    if (result.outcome.kind === "not-applicable" || (!moving && same(result, earlier))) return result;
    const kinds = `${earlier?.outcome.kind ?? "nothing"}, then ${result.outcome.kind}`;
    const message = moving
      ? "the namespace's labels or annotations kept changing while the probes were tried"
      : `repeated tries came to different answers: ${kinds}`;
    return { ...result, outcome: { kind: "inconclusive", reason: "unstable", message } };
  });
}

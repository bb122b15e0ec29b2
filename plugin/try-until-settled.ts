import type { Outcome, ProbeResult } from "#results";
import type { Api } from "./api.ts";
import { pause } from "./attempt.ts";
import type { Plan } from "./plan.ts";
import { type NamespaceState, namespaceState, podSecurityLabels, sameState } from "./run-namespace.ts";
import type { Tenant } from "./tenant.ts";
import { isOpen, type TryContext, tryProbes } from "./try-probes.ts";
import { oneForEachRefuser, type Sighting, unstable, withoutVanished } from "./vanished-refusals.ts";

/** How often everything is tried at most until two rounds agree. */
const mostRounds = 3;

/** How often what was admitted is tried again where an engine may fail open. */
const confirmations = 2;

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

/** What came of all probes, and what the namespace was like afterwards. */
export interface Round {
  readonly compliant: Outcome;
  readonly probes: readonly ProbeResult[];
  /** Undefined if it may not be read. */
  readonly state: NamespaceState | undefined;
}

/** All answers so far, each with the states of the namespace before and after the round that it came in. */
type History = { readonly sighting: Sighting; readonly states: readonly (NamespaceState | undefined)[] }[];

/**
 * Tries the probes in rounds until two rounds agree. Sites label fresh namespaces and put limits into them a moment
 * after their making, engines fail open, throttles and locks refuse for a while: one answer alone proves little. What
 * differs to the end is `unstable`. So is what was admitted when refusals had vanished: if an engine is killed, all
 * later rounds agree that everything is admitted.
 */
export async function tryUntilSettled(
  tenant: Tenant,
  planned: Plan,
  context: TryContext,
  settling: Settling,
): Promise<Round> {
  const { admin, made, settle, talk } = settling;
  const { limits } = context;
  const history: History = [];
  let state = await namespaceState(admin, tenant.namespace, limits);
  const tryOnce: TryOnce = async (tried, more = {}) => {
    const { compliant, probes, sightings } = await tryProbes(tenant, tried, { ...context, ...more });
    const states = [state, await namespaceState(admin, tenant.namespace, limits)];
    state = states.at(-1);
    history.push(...sightings.map((sighting) => ({ sighting, states })));
    return { compliant, probes, state };
  };
  const round = await rounds(planned, context, settling, tryOnce);
  const seen = withoutExplained(history, state);
  if (round.probes.some(isOpen)) {
    const refusers = oneForEachRefuser(seen);
    const again = planned.probes.filter(({ probe }) => refusers.has(probe.id));
    if (again.length > 0 && !limits.signal.aborted)
      await tryOnce({ ...planned, probes: again }, { onProgress: undefined });
  }
  const probes = withoutVanished(round.probes, withoutExplained(history, state), made + settle * 1000);
  if (probes.some(({ outcome }, index) => outcome !== round.probes[index]?.outcome))
    talk("the cluster refused violations at first that it admitted later: what was admitted proves nothing");
  return { ...round, probes };
}

/** Tries probes once and remembers what came of them. */
type TryOnce = (planned: Plan, more?: Partial<TryContext>) => Promise<Round>;

/** Rounds until two agree, or there have been enough. */
async function rounds(
  planned: Plan,
  context: TryContext,
  { made, settle, talk }: Settling,
  tryOnce: TryOnce,
): Promise<Round> {
  const { limits } = context;
  let before = await tryOnce(planned);
  await pause(settle - (performance.now() - made) / 1000, limits.signal);
  for (let round = 2; ; round += 1) {
    // a run that is at its end keeps what it has
    if (limits.signal.aborted) return before;
    const now = await tryOnce(planned, { onProgress: undefined });
    if (limits.signal.aborted) return before;
    if (agree(before, now)) return confirmed(planned, context, now, tryOnce);
    if (round === mostRounds)
      return confirmed(planned, context, { ...now, probes: stableOnly(before, now) }, tryOnce);
    talk("the cluster does not answer as it did a moment ago: trying again");
    before = now;
  }
}

/**
 * The answers without refusals that vanished for a reason that is known: Pod Security is part of the API server and
 * goes by the namespace's labels, so what it refused under other labels tells nothing of those that hold at the end.
 */
function withoutExplained(history: History, end: NamespaceState | undefined): Sighting[] {
  const labelsOf = (state: NamespaceState) => JSON.stringify(Object.entries(podSecurityLabels(state)).sort());
  const underOthers = (state: NamespaceState | undefined): boolean =>
    state !== undefined && end !== undefined && labelsOf(state) !== labelsOf(end);
  return history
    .filter(({ sighting: { outcome }, states }) => {
      const ofPodSecurity = outcome.kind === "refused" && outcome.by.engine === "pod-security";
      return !(ofPodSecurity && states.some(underOthers));
    })
    .map(({ sighting }) => sighting);
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
    return unstable(
      result,
      moving
        ? "the namespace's labels or annotations kept changing while the probes were tried"
        : `repeated tries came to different answers: ${kinds}`,
    );
  });
}

/**
 * Tries again what was admitted, if a webhook is registered that lets everything pass while it does not answer: a
 * violation that is refused now and then was not admitted by a rule.
 */
async function confirmed(planned: Plan, context: TryContext, round: Round, tryOnce: TryOnce): Promise<Round> {
  const { failurePolicies, limits } = context;
  const mayFailOpen = failurePolicies === undefined || [...failurePolicies.values()].includes("Ignore");
  const admitted = new Set(round.probes.filter(isOpen).map(({ probe }) => probe));
  if (!mayFailOpen || admitted.size === 0) return round;
  const again = { ...planned, probes: planned.probes.filter(({ probe }) => admitted.has(probe.id)) };
  let { probes } = round;
  for (let turn = 0; turn < confirmations; turn += 1) {
    const now = await tryOnce(again, { onProgress: undefined });
    if (limits.signal.aborted) return round;
    const other = new Map(
      now.probes
        .filter(({ outcome }) => ["refused", "mutated", "control-refused"].includes(outcome.kind))
        .map(({ probe, outcome }) => [probe, outcome.kind]),
    );
    probes = probes.map((result) => {
      const kind = other.get(result.probe);
      return kind === undefined
        ? result
        : unstable(
            result,
            `admitted at first, later ${kind}: a webhook here lets pods pass while it does not answer`,
          );
    });
  }
  return { ...round, probes };
}

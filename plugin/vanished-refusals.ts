import type { Outcome, ProbeResult } from "#results";

/** One answer to one probe in the course of a run; times by `performance.now()`. */
export interface Sighting {
  readonly probe: string;
  readonly policy: string;
  readonly outcome: Outcome;
  readonly sent: number;
  readonly answered: number;
}

/** Something that was refused (or repaired) and later admitted: from then on, who refused it may not be there. */
interface Loss {
  /** The probe that was refused first. */
  readonly probe: string;
  /** Who refused it. */
  readonly by: readonly string[];
  readonly admitted: Sighting;
}

/**
 * What is left of the answers when refusals vanished during the run: an engine that admits everything while it is
 * down was killed, a policy was taken away, or both came back. An admission still counts if it was seen while those whose
 * refusals vanished were at work: they refused something after it, and it lies outside of the time in which they let
 * pass what they had refused. All others are `unstable`, those of other policies included: an engine's policies
 * die together. So is whatever was itself admitted after it had been refused, however often it was refused before: this
 * site does not keep it out.
 *
 * What was admitted first and is refused later counts as refused only where the namespace had not settled yet: sites label
 * fresh namespaces a moment after their making. Elsewhere it is `unstable` too: it was seen to pass.
 *
 * @param history all answers of the run in this namespace
 * @param from admissions seen before are no proof: the namespace was not settled
 */
export function withoutVanished(
  results: readonly ProbeResult[],
  history: readonly Sighting[],
  from: number,
): readonly ProbeResult[] {
  const losses = lossesIn(history);
  const refusals = refusalsIn(history);
  const sightings = Map.groupBy(history, ({ probe }) => probe);
  return results.map((result) => {
    if (result.expect === "admit") return result;
    const passed = (sightings.get(result.probe) ?? []).some(
      ({ outcome, sent }) => isAdmission(outcome) && sent >= from,
    );
    const own = losses.find(({ probe }) => probe === result.probe);
    if (own !== undefined && isAnswered(result.outcome))
      return unstable(result, `refused by ${nameOf(own.by)} at first, admitted later: ${why}`);
    if (passed && isAnswered(result.outcome) && !isAdmission(result.outcome))
      return unstable(result, "admitted at first, refused later: this site does not always keep it out");
    if (losses.length === 0 || !isAdmission(result.outcome)) return result;
    const seen = (sightings.get(result.probe) ?? []).filter(
      ({ outcome, sent }) => isAdmission(outcome) && sent >= from,
    );
    const doubts = seen.map((one) => losses.find((loss) => !liesOutside(one, loss, refusals)));
    const [doubt] = doubts;
    if (doubts.includes(undefined) && seen.length > 0) return result;
    const { by, probe } = doubt ?? losses[0] ?? { by: [], probe: "" };
    return unstable(
      result,
      `admitted, but ${nameOf(by)} may not have been at work then: it refused ${probe} and admitted it later, because ${why}`,
    );
  });
}

const why = "it stopped answering, or its policies were changed, while the probes were tried";

/**
 * One probe for everybody who refused something, or repaired it, so far: the latest. If they are tried again at the end,
 * it shows who is still at work.
 */
export function oneForEachRefuser(history: readonly Sighting[]): ReadonlySet<string> {
  const latest = new Map<string, string>();
  for (const { probe, policy, outcome } of byTime(history)) {
    const by = refuserOf(outcome, policy);
    if (by !== undefined) latest.set(by.slice(0, 2).join("\n"), probe);
  }
  return new Set(latest.values());
}

/** Who refused or repaired: from the engine to the rule, each with all before it. */
function refuserOf(outcome: Outcome, policy: string): readonly string[] | undefined {
  if (outcome.kind === "mutated") return [`what repaired ${policy}`];
  if (outcome.kind !== "refused") return undefined;
  const { engine, webhook = "", policy: named = "", rule = "" } = outcome.by;
  return [`${engine} ${webhook}`.trim(), named, rule];
}

function nameOf([engine = "", policy = ""]: readonly string[]): string {
  return policy === "" || engine.endsWith(policy) ? engine : `${engine} (${policy})`;
}

/** Refusals by who refused, once for the engine, once for its policy, once for the rule. */
type Refusals = ReadonlyMap<string, readonly Sighting[]>;

function refusalsIn(history: readonly Sighting[]): Refusals {
  const found = history.flatMap((sighting) =>
    levelsOf(refuserOf(sighting.outcome, sighting.policy) ?? []).map((key) => ({ key, sighting })),
  );
  const grouped = Map.groupBy(found, ({ key }) => key);
  return new Map([...grouped].map(([key, list]) => [key, list.map(({ sighting }) => sighting)]));
}

/** `engine`, `engine policy`, `engine policy rule`. */
function levelsOf(by: readonly string[]): string[] {
  return by.map((_, index) => by.slice(0, index + 1).join("\n"));
}

function lossesIn(history: readonly Sighting[]): Loss[] {
  return [...Map.groupBy(history, ({ probe }) => probe).values()].flatMap((own) => {
    const ordered = byTime(own);
    return ordered.flatMap((admitted, index): Loss[] => {
      if (!isAdmission(admitted.outcome)) return [];
      const before = ordered.slice(0, index);
      return before.flatMap(({ probe, policy, outcome }) => {
        const by = refuserOf(outcome, policy);
        return by === undefined ? [] : [{ probe, by, admitted }];
      });
    });
  });
}

/**
 * Whether an admission was seen while who is lost was at work. That the engine as a whole is at work says nothing of a
 * policy of its that was taken away, so where the engine was heard after the loss, its policy must be as well.
 */
function liesOutside(admission: Sighting, { by, admitted: loss }: Loss, refusals: Refusals): boolean {
  for (const key of levelsOf(by)) {
    const heard = refusals.get(key) ?? [];
    const between = heard.some((one) => follows(one, admission) && follows(loss, one));
    const afterReturn =
      heard.some((one) => follows(one, loss) && follows(admission, one)) &&
      heard.some((one) => follows(one, admission));
    if (!between && !afterReturn) return false;
    // the engine was never heard again: its policies were lost with it, at the same time
    if (!heard.some((one) => follows(one, loss))) return true;
  }
  return true;
}

/** Whether something was sent only when the answer to the other was there. */
function follows(later: Sighting, earlier: Sighting): boolean {
  return later.sent >= earlier.answered;
}

/** Whether an outcome would decide something; what it was at its last try need not be what came last. */
function isAnswered(outcome: Outcome): boolean {
  return isAdmission(outcome) || outcome.kind === "refused" || outcome.kind === "mutated";
}

function isAdmission({ kind }: Outcome): boolean {
  return kind === "admitted" || kind === "warned";
}

function byTime(sightings: readonly Sighting[]): Sighting[] {
  return sightings.toSorted((a, b) => a.answered - b.answered);
}

/** A result that proves nothing, because the cluster answered differently from one time to the next. */
export function unstable(result: ProbeResult, message: string): ProbeResult {
  return { ...result, outcome: { kind: "inconclusive", reason: "unstable", message } };
}

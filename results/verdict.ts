import type { Expectation, Weight } from "#policies";
import type { InconclusiveReason, Outcome, Refuser } from "./outcome.ts";
import type { Exemption, Vantage } from "./run-result.ts";

/** The verdicts about a policy at a site, worst first: a site's cell is its worst vantage. */
export const verdicts = [
  "not-enforced",
  "warned-only",
  "partly-enforced",
  "inconclusive",
  "over-blocking",
  "missing",
  "enforced-looser",
  "enforced",
  "enforced-stricter",
  "not-applicable",
] as const;

/** Verdict about a policy at a site; `missing` comes from the aggregator alone. */
export type Verdict = (typeof verdicts)[number];

/** The four levels that a reader tells apart at a glance; `none` for what does not apply. */
export type Level = "enforced" | "gaps" | "open" | "undetermined" | "none";

/** The level of each verdict. */
export const levels: Readonly<Record<Verdict, Level>> = {
  enforced: "enforced",
  "enforced-stricter": "enforced",
  "enforced-looser": "gaps",
  "partly-enforced": "gaps",
  "warned-only": "open",
  "not-enforced": "open",
  "over-blocking": "undetermined",
  inconclusive: "undetermined",
  missing: "undetermined",
  "not-applicable": "none",
};

/** What is said beside a verdict. */
export type Flag = "byMutation" | "failOpen" | "stricter" | "incomplete" | "stale" | "waived" | "exempt";

/** As much of a probe's result as a verdict needs. */
export interface JudgedProbe {
  readonly policy: string;
  readonly probe: string;
  readonly weight: Weight;
  readonly expect: Expectation;
  readonly outcome: Outcome;
}

/** The verdict about one policy at one vantage, with what led to it. */
export interface PolicyVerdict {
  readonly policy: string;
  readonly verdict: Verdict;
  readonly flags: readonly Flag[];
  /** Who refused, without repetition. */
  readonly engines: readonly string[];
  /** Ids of the must and should probes that were admitted though they violate the policy. */
  readonly open: readonly string[];
  /** Ids of the must and should probes that prove nothing. */
  readonly undecided: readonly string[];
  /** Ids of the compliant edge cases that the policy refused. */
  readonly refusedEdges: readonly string[];
  /** Why nothing can be said; only with `inconclusive`. */
  readonly reason?: InconclusiveReason | "compliant-pod-refused" | "control-refused";
}

/**
 * The verdicts about all policies at one vantage: a pure function of what happened there.
 *
 * @param vantage what became of the compliant pod there, and what engines leave out there
 * @param probes the probes of the set that ran, of all policies of the profile
 */
export function judge(
  { compliant, exemptions }: Pick<Vantage, "compliant" | "exemptions">,
  probes: readonly JudgedProbe[],
): PolicyVerdict[] {
  const overBlocking = refusesEverything(compliant, probes);
  const believed = isAdmitted(compliant) ? probes : probes.map(withoutControl);
  const byPolicy = Map.groupBy(believed, (probe) => probe.policy);
  return [...byPolicy].map(([policy, own]) => {
    const verdict = judgePolicy(policy, own, compliant, overBlocking);
    return isExempt(verdict, exemptions) ? { ...verdict, flags: [...verdict.flags, "exempt"] } : verdict;
  });
}

/** Whether an engine's configuration leaves out what is open at a policy; where all is refused there is nothing to explain. */
function isExempt({ policy, verdict }: PolicyVerdict, exemptions: readonly Exemption[]): boolean {
  const explained = levels[verdict] === "open" || levels[verdict] === "gaps" || verdict === "inconclusive";
  return explained && exemptions.some(({ policies = [policy] }) => policies.includes(policy));
}

/** Where the compliant pod is not admitted, only what a message says of itself counts. */
function withoutControl(probe: JudgedProbe): JudgedProbe {
  const { outcome } = probe;
  if (outcome.kind === "mutated") return { ...probe, outcome: { kind: "inconclusive", reason: "unstable" } };
  if (outcome.kind !== "refused" || outcome.attribution === "message") return probe;
  const { by, message } = outcome;
  return { ...probe, outcome: { kind: "control-refused", by, message } };
}

/** Whether the compliant pod and every other pod were refused with the same text. */
function refusesEverything(compliant: Outcome, probes: readonly JudgedProbe[]): boolean {
  const text = refusalText(compliant);
  // what only informs is tried in other ways too, e.g. in templates, which few rules look at
  const tried = probes.filter(
    ({ outcome, weight }) => outcome.kind !== "not-applicable" && weight !== "info",
  );
  return (
    text !== undefined && tried.length > 0 && tried.every(({ outcome }) => refusalText(outcome) === text)
  );
}

/** The text of a policy's refusal; a refusal by the API server itself (quota, missing rights) is none. */
function refusalText(outcome: Outcome): string | undefined {
  if (outcome.kind === "refused" || outcome.kind === "control-refused") return outcome.message;
  return outcome.kind === "inconclusive" && outcome.reason === "unknown-refusal"
    ? outcome.message
    : undefined;
}

const fulfilled = (outcome: Outcome): boolean =>
  outcome.kind === "mutated" || (outcome.kind === "refused" && outcome.attribution !== "probable");
/** An edge case has more than one property, so a difference from the control is no proof of whose rule refused it. */
const namesPolicy = (outcome: Outcome): boolean =>
  outcome.kind === "refused" && ["both", "message", "control-too"].includes(outcome.attribution);
const isOpen = (outcome: Outcome): boolean => outcome.kind === "admitted" || outcome.kind === "warned";
const isProbable = (outcome: Outcome): boolean =>
  outcome.kind === "refused" && outcome.attribution === "probable";
const isUndecided = (outcome: Outcome): boolean =>
  !fulfilled(outcome) && !isOpen(outcome) && !isProbable(outcome);
const isAdmitted = (outcome: Outcome): boolean => isOpen(outcome) || outcome.kind === "mutated";

function judgePolicy(
  policy: string,
  own: readonly JudgedProbe[],
  compliant: Outcome,
  overBlocking: boolean,
): PolicyVerdict {
  const applicable = own.filter(
    ({ outcome, weight }) => weight !== "info" && outcome.kind !== "not-applicable",
  );
  const violations = applicable.filter(({ expect }) => expect !== "admit");
  const must = violations.filter(({ weight }) => weight === "must");
  const should = violations.filter(({ weight }) => weight === "should");
  const refusedEdges = applicable.filter(({ expect, outcome }) => expect === "admit" && namesPolicy(outcome));
  const stricter =
    refusedEdges.length > 0 ||
    violations.some(({ outcome }) => outcome.kind === "refused" && outcome.attribution === "control-too");

  const ids = (probes: readonly JudgedProbe[]) => probes.map(({ probe }) => probe);
  const refusers = violations.flatMap(({ outcome }) => refuserOf(outcome) ?? []);
  const verdict = ((): Verdict => {
    const open = must.filter(({ outcome }) => isOpen(outcome));
    const ok = must.filter(({ outcome }) => fulfilled(outcome));
    const probable = must.filter(({ outcome }) => isProbable(outcome));
    if (must.length === 0) return "not-applicable";
    if (overBlocking) return "over-blocking";
    if (open.length > 0 && ok.length + probable.length > 0) return "partly-enforced";
    if (open.length > 0)
      return open.every(({ outcome }) => outcome.kind === "warned") ? "warned-only" : "not-enforced";
    if (must.some(({ outcome }) => isUndecided(outcome))) return "inconclusive";
    if (probable.length > 0) return "partly-enforced";
    // another run could find this path open: a fault of this one must not clear the site
    if (should.some(({ outcome }) => mayPass(outcome))) return "inconclusive";
    if (should.some(({ outcome }) => isOpen(outcome))) return "enforced-looser";
    return stricter ? "enforced-stricter" : "enforced";
  })();

  const undecided = violations.filter(({ outcome }) => isUndecided(outcome));
  const flags: Flag[] = [];
  if (violations.some(({ outcome }) => outcome.kind === "mutated")) flags.push("byMutation");
  if (refusers.some((by) => by.failOpen === true)) flags.push("failOpen");
  if (stricter && verdict !== "enforced-stricter") flags.push("stricter");
  const decided = verdict !== "over-blocking" && verdict !== "inconclusive";
  if (decided && should.some(({ outcome }) => isUndecided(outcome))) flags.push("incomplete");
  return {
    policy,
    verdict,
    flags,
    engines: [...new Set(refusers.map(({ engine }) => engine))].sort(),
    open: ids(violations.filter(({ outcome }) => isOpen(outcome))),
    undecided: ids(undecided),
    refusedEdges: ids(refusedEdges),
    ...(verdict === "inconclusive" && {
      reason: reasonOf(compliant, [...must.filter(({ outcome }) => isUndecided(outcome)), ...undecided]),
    }),
  };
}

/** Reasons that lie in the moment and not in the site. */
const passing: ReadonlySet<InconclusiveReason> = new Set<InconclusiveReason>([
  "transient",
  "timeout",
  "deadline",
  "unstable",
  "unauthenticated",
  "webhook-failure",
]);

function mayPass(outcome: Outcome): boolean {
  return outcome.kind === "inconclusive" && passing.has(outcome.reason);
}

/** Who refused, if somebody did: the probe, or the control that it needs. */
export function refuserOf(outcome: Outcome): Refuser | undefined {
  return outcome.kind === "refused" || outcome.kind === "control-refused" ? outcome.by : undefined;
}

function reasonOf(
  compliant: Outcome,
  undecided: readonly JudgedProbe[],
): NonNullable<PolicyVerdict["reason"]> {
  if (compliant.kind === "inconclusive") return compliant.reason;
  if (!isAdmitted(compliant)) return "compliant-pod-refused";
  const [first] = undecided;
  return first?.outcome.kind === "inconclusive" ? first.outcome.reason : "control-refused";
}

/** The verdict about each policy at a site: its worst vantage. */
export function siteVerdicts({
  vantages,
  probes,
}: {
  readonly vantages: readonly Vantage[];
  readonly probes: readonly (JudgedProbe & { readonly vantage: string })[];
}): PolicyVerdict[] {
  const judged = vantages.flatMap((place) =>
    judge(
      place,
      probes.filter(({ vantage }) => vantage === place.namespace),
    ),
  );
  return [...Map.groupBy(judged, ({ policy }) => policy).values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : worst([first, ...rest]),
  );
}

/** The worst of several vantages' verdicts about the same policy; the list must not be empty. */
export function worst<T extends { readonly verdict: Verdict }>(vantages: readonly [T, ...T[]]): T {
  return vantages.reduce((a, b) => (verdicts.indexOf(b.verdict) < verdicts.indexOf(a.verdict) ? b : a));
}

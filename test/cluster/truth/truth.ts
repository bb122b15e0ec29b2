import type { Outcome, PolicyVerdict, ProbeResult } from "#results";

/** What is true of one kind of site, written down before the first run from what its engine documents. */
export interface Truth {
  /** The id of the kind. */
  readonly kind: string;
  /** What each probe of a deep run comes to, as {@link outcomeText} has it; `A or B` where chance decides. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** Each policy's verdict with its flags, as {@link verdictText} has it. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** The engines' policies that the result has to name because they only report, in order. */
  readonly reporting?: readonly string[];
}

/** An outcome in a line: who refused, by which rule, through which webhook, and how that is known. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case "refused": {
      const { engine, policy = "?", rule, webhook } = outcome.by;
      const by = `${engine} ${policy}${rule === undefined ? "" : ` ${rule}`}`;
      return `refused by ${by}${webhook === undefined ? "" : ` at ${webhook}`}, by ${outcome.attribution}`;
    }
    case "inconclusive":
    case "not-applicable":
      return `${outcome.kind}: ${outcome.reason}`;
    case "admitted":
      if (outcome.inForm !== undefined) return `admitted in the form ${outcome.inForm}`;
      return outcome.byController === true ? "admitted to a controller" : "admitted";
    case "warned":
    case "mutated":
    case "control-refused":
      return outcome.kind;
  }
}

/** Of what kind the outcome is that {@link outcomeText} put into a line. */
export function outcomeKind(text: string): string {
  return text.split(/[ :]/, 1)[0] ?? "";
}

/** A verdict with its flags in a line. */
export function verdictText({ verdict, flags }: Pick<PolicyVerdict, "verdict" | "flags">): string {
  return [verdict, ...flags].join(" ");
}

/** What was found at a site of a kind, in the words of its truth. */
export function foundAt(
  kind: string,
  probes: readonly ProbeResult[],
  judged: readonly PolicyVerdict[],
): Truth {
  return {
    kind,
    outcomes: Object.fromEntries(probes.map(({ probe, outcome }) => [probe, outcomeText(outcome)])),
    verdicts: Object.fromEntries(judged.map((verdict) => [verdict.policy, verdictText(verdict)])),
  };
}

/** What differs from the truth, a line each; empty if nothing does. */
export function differences(
  truth: Pick<Truth, "outcomes" | "verdicts">,
  there: Pick<Truth, "outcomes" | "verdicts">,
): readonly string[] {
  const expected = new Map([...Object.entries(truth.outcomes), ...Object.entries(truth.verdicts)]);
  const found = new Map([...Object.entries(there.outcomes), ...Object.entries(there.verdicts)]);
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((key) => !(expected.get(key) ?? "nothing").split(" or ").includes(found.get(key) ?? "nothing"))
    .map((key) => `${key}: expected ${expected.get(key) ?? "nothing"}, found ${found.get(key) ?? "nothing"}`);
}

/** How much of the truth was found: probes with their attribution, then verdicts. */
export function summary({ outcomes, verdicts }: Truth, differing: readonly string[]): string {
  const wrong = differing.filter((line) => line.split(":", 1)[0]?.includes("/")).length;
  const probes = Object.keys(outcomes).length;
  const policies = Object.keys(verdicts).length;
  return `${probes - wrong} of ${probes} probes, ${policies - (differing.length - wrong)} of ${policies} verdicts`;
}

import type { Attribution, Flag, Outcome, Vantage } from "#results";
import type { ExplainProblem } from "../explain/explain-error.ts";
import type { NoRepetition, StepKind } from "../explain/repetition.ts";

/** A run, and where and as whom it tried. */
export interface RunWords {
  readonly run: string;
  readonly time: string;
  readonly tool: string;
  readonly profile: string;
  readonly kubernetes: string | undefined;
  readonly namespace: string;
  readonly kind: Vantage["kind"];
}

/** How many attempts were made about a policy. */
export interface AttemptNumbers {
  readonly must: number;
  readonly should: number;
  readonly info: number;
  readonly edges: number;
}

/** What `dvs explain` says, beside the words of the report. */
export interface ExplainText {
  run(words: RunWords): string;
  /** In place of it where no tenant could be set up; what went wrong follows. */
  nothingTried(words: RunWords): string;
  /**
   * As whom the requests came.
   * @param deep whether updates were tried too
   */
  identity(identity: Vantage["identity"], deep: boolean): string;
  readonly dryRun: string;
  /** Said beside it of a run that also tried updates. */
  readonly storedForUpdates: string;
  /** The result says nothing of the namespace, or only that it was to be probed. */
  undescribed(namespace: string): string;
  /** What became of the compliant pod. */
  readonly compliant: Readonly<Record<Outcome["kind"], string>>;
  readonly podOverlay: string;
  attempts(numbers: AttemptNumbers): string;
  /** Introduces the attempt that is looked at; `patch`: its difference from the control follows. */
  chosen(why: "decisive" | "example" | "asked", probe: string, says: string): string;
  difference(control: string): string;
  readonly resources: Readonly<Record<string, string>>;
  readonly updates: Readonly<Record<string, string>>;
  /** The attempt keeps to the policy and is to be admitted. */
  readonly edge: string;
  /** What the cluster answered; a message follows. */
  readonly answers: Readonly<Record<Exclude<Outcome["kind"], "refused" | "control-refused">, string>>;
  refused(by: string): string;
  controlRefused(by: string | undefined): string;
  readonly notTried: string;
  /** How a refusal was put down to the policy. */
  readonly attributions: Readonly<Record<Attribution, string>>;
  /** @param why the verdict in a sentence */
  conclusion(verdict: string, why: string): string;
  readonly flags: Readonly<Record<Flag, string>>;
  readonly missing: string;

  readonly repeat: string;
  readonly noRepetition: Readonly<Record<NoRepetition, string>>;
  fresh(namespace: string, serviceAccount: string): string;
  tenant(namespace: string, serviceAccount: string): string;
  ownServiceAccount(namespace: string, serviceAccount: string): string;
  readonly impersonation: string;
  /** For which cluster the commands hold. */
  readonly target: string;
  /** What the first command prints if it is another one; it stands in a shell's command. */
  readonly otherCluster: string;
  readonly stored: string;
  readonly differs: string;
  readonly compare: string;
  /** Said at the top of an archive whose names are pseudonyms. */
  readonly slimmed: string;
  /** In place of `compare` there. */
  readonly compareSlimmed: string;
  readonly steps: Readonly<Record<StepKind, string>>;
  /** Beside a step: what it came to in the run. */
  inTheRun(outcome: string): string;
  problem(problem: ExplainProblem): string;
}

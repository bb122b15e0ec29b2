import type { Outcome } from "#results";
import type { BuiltInCoverage } from "../comparison/built-in-coverage.ts";
import type { NextStep } from "../comparison/next-steps.ts";
import type { UnreachableWebhook } from "../comparison/unreachable-webhook.ts";

/** How a step names an engine, and a time beside that of the site's run. */
export interface StepWords {
  engine(name: string): string;
  moment(iso: string): string;
}

/** Words of the evidence, of what sites have to do next, and of who refuses there. */
export interface EvidenceText {
  /** Explains that equal evidence is said once, and what stands in place of the names of a run. */
  intro(placeholder: string): string;
  /** Where the attempts are in an archive. */
  rawIntro(member: string): string;
  readonly sites: string;
  /** In place of names from the first on that are not named. */
  andFurther(names: readonly string[], further: number): string;
  /** Behind the site whose evidence is read: the others of which the same holds. @param further how many are not named */
  alsoAt(names: readonly string[], further: number): string;
  /** Behind the policy whose evidence is read: how many others the same holds of. */
  alsoPolicies(others: number): string;
  allSites(count: number): string;
  /** Sites with a verdict, where they are too many to be named. */
  siteCount(count: number): string;
  readonly compliantPod: string;
  readonly enforce: string;
  readonly comply: string;
  readonly requirements: string;
  readonly repeat: string;
  /** A link from what rests on an archive to its checksums. */
  readonly toInputs: string;
  readonly howToEnforce: string;
  /** What an attempt came to, by what was tried. */
  readonly answers: Readonly<
    Record<
      "violation" | "permitted",
      Readonly<Record<Extract<Outcome["kind"], "refused" | "mutated" | "warned" | "admitted">, string>>
    >
  >;
  /** Weight and expectation of an attempt. */
  expectation(weight: string, expected: string): string;
  /** Rules of this program for engines; the command that prints them follows. */
  rule(name: string, withRegistries: boolean): string;
  podSecurity(coverage: BuiltInCoverage["podSecurity"]): string;
  readonly scc: Readonly<Record<NonNullable<BuiltInCoverage["scc"]>, string>>;
  /** Stands in a command for the registries that a site permits. */
  readonly registry: string;
  /** Heading of what is said of several policies at once. */
  readonly causes: string;
  /** What holds of each of several policies. @param sentence about one of them */
  sharedCause(sentence: string): string;
  /** A link to it. */
  toCause(policies: number): string;
  /** Attempts that all had the answer that stands above. */
  sameAnswer(attempts: number): string;
  /** Before the policies that it is about. */
  readonly policiesOfCause: string;
  /** Why nothing is known where one webhook could not be called. */
  unreachable(webhook: UnreachableWebhook, engine: StepWords["engine"]): string;
  /** Why nothing is known where every pod is refused. */
  readonly refusesAll: string;
  /** A message was shown already. */
  readonly sameMessage: string;
  moreCharacters(count: number): string;
  /** Cases without room on the page. */
  leftOut(cases: number, sites: number): string;
  readonly leftOutTitle: string;

  readonly nextSteps: string;
  readonly nothingToDo: string;
  /** Stands before the policies that a step is about. */
  readonly concerns: string;
  /** What is to be done. */
  step(step: NextStep, words: StepWords): string;
  /** What the commands of a step are for: a trial, and then in earnest. */
  readonly stages: Readonly<Record<"warn" | "enforce", string>>;
  /** What to put in place of the placeholder for registries, and of the engines. */
  readonly registryNote: string;
  readonly engineNote: string;
  /** What would be lost by rules with the profile's own parameters. */
  readonly ownValuesNote: string;
  /** Said once where sites are so many that none has commands of its own. */
  manySteps(command: string): string;
  /** Stands for the ids of policies in that command. */
  readonly policyNames: string;
  readonly refusers: string;
  readonly refusedBy: string;
  readonly policy: string;
  readonly verdict: string;
  readonly byMutation: string;
  readonly nobody: string;
  /** Who refuses in other namespaces than the one that decides. */
  elsewhere(refusers: readonly string[]): string;
  /** How many enforced policies an engine refuses violations of at a site, with its own policies. */
  refusersOf(count: number, engine: string, policies: readonly string[]): string;
  /** Engine's policies that are all called like ours. @param beginning what stands before our id */
  sameNames(beginning: string): string;
  readonly details: string;
  readonly common: string;
}

/** What is wrong with a question; the sentences are in aggregator/text. */
export type ExplainProblem =
  | {
      readonly kind: "no-policy";
      readonly asked: string;
      readonly known: readonly string[];
      readonly near?: string;
    }
  | { readonly kind: "no-namespace"; readonly asked: string; readonly known: readonly string[] }
  | { readonly kind: "no-probe"; readonly asked: string; readonly known: readonly string[] }
  | { readonly kind: "no-service-account"; readonly asked: string }
  /** A ServiceAccount is named for a namespace that is made anew, where there is none yet. */
  | { readonly kind: "service-account-in-fresh" };

/** A question that cannot be answered, because it names something that is not there. */
export class ExplainError extends Error {
  readonly problem: ExplainProblem;

  constructor(problem: ExplainProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

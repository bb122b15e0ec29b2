/** Why a report cannot be made for those whom it is to be for. */
export type AudienceProblem =
  /** Sites were named, but the report is for the working group. */
  | { readonly kind: "group-has-all" }
  /** A report for one site needs to know which. */
  | { readonly kind: "which-site"; readonly known: readonly string[] }
  | { readonly kind: "one-site"; readonly asked: readonly string[] }
  | { readonly kind: "no-site"; readonly asked: string; readonly known: readonly string[] }
  | { readonly kind: "short-id"; readonly asked: string }
  | { readonly kind: "several-sites"; readonly asked: string; readonly fitting: readonly string[] };

/** A fault in what was asked for; the sentence is in aggregator/text. */
export class AudienceError extends Error {
  readonly problem: AudienceProblem;

  constructor(problem: AudienceProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

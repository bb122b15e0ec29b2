import type { Problem } from "../aggregator/index.ts";

/** Why nothing was written. */
export type SlimProblem =
  /** `dvs report` could not use the archive either. */
  | { readonly kind: "unusable"; readonly problem: Problem }
  | { readonly kind: "slimmed-already"; readonly version: string }
  /** With pseudonyms in place of the names, another verdict would come out. */
  | { readonly kind: "verdicts-differ" };

/** An archive of which no slim one can be made. */
export class SlimError extends Error {
  readonly problem: SlimProblem;

  constructor(problem: SlimProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

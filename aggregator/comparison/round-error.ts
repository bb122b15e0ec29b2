/** What is wrong with a file of an earlier round; the sentences are in aggregator/text. */
export type RoundProblem =
  /** Something else was given: an archive, a page, a JUnit file. */
  | { readonly kind: "archive" | "markup" | "empty" | "not-text" }
  | { readonly kind: "too-large"; readonly megabytes: number }
  | { readonly kind: "not-json"; readonly detail: string }
  | { readonly kind: "other-json" }
  | { readonly kind: "other-version"; readonly version: string }
  /** Something in it is not as the shape has it. */
  | { readonly kind: "damaged"; readonly place: string }
  | { readonly kind: "site-twice"; readonly site: string }
  /** All sites that are in both have an older run in this report. */
  | { readonly kind: "newer"; readonly time: string };

/** A file that cannot be used as an earlier round. */
export class RoundError extends Error {
  readonly problem: RoundProblem;
  /** Name of the file. */
  readonly file: string;

  constructor(problem: RoundProblem, file: string, options?: ErrorOptions) {
    super(`${file}: ${problem.kind}`, options);
    this.problem = problem;
    this.file = file;
  }
}

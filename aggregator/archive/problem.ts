import { cutText } from "#results";
import type { Limits } from "./limits.ts";

/**
 * What is wrong with an archive. A fact with its place; the sentences are in aggregator/text. `detail` is foreign or
 * English text that is quoted as it is.
 */
export type Problem =
  | { readonly kind: "not-readable"; readonly detail: string }
  /** A device, a pipe or a socket, which is not opened. */
  | { readonly kind: "no-file" }
  | { readonly kind: "empty" }
  | { readonly kind: "unknown-format" }
  /** The archive ends too early, after (or inside) the named member. */
  | { readonly kind: "truncated"; readonly member?: string }
  | { readonly kind: "damaged"; readonly detail: string }
  | {
      readonly kind: "limit";
      readonly limit: keyof Limits;
      readonly value: number;
      readonly member?: string;
    }
  /** Whole, but without a result of this plugin; `plugins` are those that the archive has. */
  | {
      readonly kind: "no-result";
      readonly plugins: readonly string[];
      /** Where a result lies one folder too deep. */
      readonly nested?: string;
      /** Where a result lies that was not handed to Sonobuoy as a Job's. */
      readonly elsewhere?: string;
    }
  | { readonly kind: "junit"; readonly member: string; readonly detail: string }
  /** Sonobuoy says that the plugin failed. */
  | { readonly kind: "plugin-error"; readonly member: string; readonly detail: string }
  /** Sonobuoy says that the cluster's admission refused the plugin's pod. */
  | { readonly kind: "refused"; readonly member: string; readonly detail: string };

/** More of a foreign text or name than this helps nobody, and could be megabytes. */
const longestDetail = 500;

/** The problem with foreign texts cut to a length that a page can show. */
export function shortened<T extends Problem>(problem: T): T;
export function shortened(problem: Problem): unknown {
  return Object.fromEntries(
    Object.entries(problem).map(([key, value]) => [
      key,
      typeof value === "string" ? cutText(value, longestDetail) : value,
    ]),
  );
}

/** A problem on its way to the place where the archive is summed up. */
export class ArchiveError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.kind, options);
    this.problem = problem;
  }
}

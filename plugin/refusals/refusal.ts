import type { ApiStatus } from "./api-status.ts";

/** One violated rule, as the refusing engine names it. */
export interface Violation {
  readonly policy?: string;
  readonly rule?: string;
  /** What is searched for the marks of a policy: names and text, without the engine's own preamble. */
  readonly says: string;
  /** Whether the engine could not evaluate its rules: this says nothing about the pod. */
  readonly undecided?: true;
}

/** A refusal by a policy, whatever policy it is. */
export interface PolicyRefusal {
  readonly engine: string;
  readonly webhook?: string;
  /** At least one. */
  readonly violations: readonly [Violation, ...Violation[]];
}

/** Finds out whether an engine refused; `undefined` if it was another one. */
export type Recogniser = (status: ApiStatus) => PolicyRefusal | undefined;

/**
 * How the API server begins its message when admission refuses. Anchored, so that the words behind it cannot be faked by
 * an engine's own text or by what a schema error prints.
 */
export const forbidden: string = String.raw`^\S+ "[^"]*" is forbidden: `;

const denial = /^admission webhook "([^"]+)" denied the request(?:: | without explanation)?([\s\S]*)$/;

/** The webhook that denied a request, and its text; the wrapper is the API server's own. */
export function webhookDenial(
  message: string,
): { readonly webhook: string; readonly text: string } | undefined {
  const [, webhook, text] = denial.exec(message) ?? [];
  return webhook === undefined ? undefined : { webhook, text: (text ?? "").trim() };
}

/** The violations found in a text, or the whole text as one. */
export function nonEmpty(
  found: readonly Violation[],
  otherwise: Violation,
): readonly [Violation, ...Violation[]] {
  const [first, ...rest] = found;
  return first === undefined ? [otherwise] : [first, ...rest];
}

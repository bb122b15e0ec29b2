import type { Outcome, RunResult } from "#results";

/** Stands in quoted messages for the id of the run, by which the names differ that a run gives to what it makes. */
export const runPlaceholder = "‹run›";

/** Only what has the form that a run gives its id is taken for one. */
const runIdForm = /^[0-9a-f]{8}$/;

/**
 * Replaces the names of what a run made (its namespace, its pods, what it stored) in a text, so that two runs that came
 * to the same say the same. Everything else stays as the cluster said it.
 */
export function withoutOwnNames({ run: { id } }: Pick<RunResult, "run">): (text: string) => string {
  if (!runIdForm.test(id)) return (text) => text;
  const own = new RegExp(`(?<![a-z0-9-])(dvs|p|s)-${id}(?![a-z0-9])`, "g");
  return (text) => (text.includes(id) ? text.replace(own, `$1-${runPlaceholder}`) : text);
}

/** An outcome with the names of the run replaced in its message. */
export function outcomeWithoutOwnNames(outcome: Outcome, replaced: (text: string) => string): Outcome {
  if (!("message" in outcome) || outcome.message === undefined) return outcome;
  const message = replaced(outcome.message);
  return message === outcome.message ? outcome : { ...outcome, message };
}

import type { Attempt } from "./attempt.ts";

/** Why no tenant could be set up; the run then proves nothing. */
export class SetupFailed extends Error {
  readonly attempt: Attempt;
  constructor(what: string, failed: Attempt) {
    super(`${what}: ${messageOf(failed)}`);
    this.attempt = failed;
  }
}

/** A step's failure in words, without the name of the person who runs it: results travel. */
export function messageOf(failed: Attempt): string {
  if (failed.kind === "failed") return failed.message;
  if (failed.kind === "accepted") return "accepted";
  const { code, message } = failed.status;
  return `HTTP ${code}: ${message.replace(/\b(user) "[^"]*"(?: \(groups=\[[^\]]*\]\))?/gi, '$1 "…"')}`;
}

import type { Attempt } from "./attempt.ts";
import { recognise } from "./refusals/recognise.ts";
import { untilReady } from "./until-ready.ts";

/** Seconds for which a fresh namespace may be not ready: rights and ServiceAccounts spread through caches. */
const readyWithin = 15;

/** The answer to a compliant pod as soon as a namespace's rights and ServiceAccounts have spread. */
export function whenReady(send: () => Promise<Attempt>, signal: AbortSignal): Promise<Attempt> {
  return untilReady(send, notReady, readyWithin, signal);
}

function notReady(answer: Attempt): boolean {
  const recognition = answer.kind === "denied" ? recognise(answer.status) : undefined;
  return recognition?.kind === "other" && ["rbac", "setup", "unauthenticated"].includes(recognition.reason);
}

import { type Attempt, pause } from "./attempt.ts";

/** Repeats while `again` says that the answer is one of a namespace that is not ready yet; gives the last answer. */
export async function untilReady(
  send: () => Promise<Attempt>,
  again: (result: Attempt) => boolean,
  seconds: number,
  signal: AbortSignal,
): Promise<Attempt> {
  const end = performance.now() + seconds * 1000;
  let result = await send();
  for (
    let wait = 0.05;
    again(result) && performance.now() < end && !signal.aborted;
    wait = Math.min(wait * 2, 1)
  ) {
    await pause(wait, signal);
    result = await send();
  }
  return result;
}

import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait, and when waiting has become pointless. */
export interface UntilOptions {
  readonly timeoutSeconds: number;
  /** Asked before every attempt; an error returned here ends the waiting at once and is thrown. */
  readonly abandon?: () => Error | undefined;
}

const pauseMilliseconds = 100;

/**
 * Asks `condition` every tenth of a second until it answers true. A condition that throws counts as "not yet".
 * @param what names the awaited state, as it stands in "Waited in vain for …"
 * @throws Error when the time is over, with the condition's last error as its cause, or what `abandon` returned
 */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  options: UntilOptions,
): Promise<void> {
  const end = Date.now() + options.timeoutSeconds * 1000;
  let lastError: unknown;
  for (;;) {
    const hopeless = options.abandon?.();
    if (hopeless !== undefined) throw hopeless;
    try {
      if (await condition()) return;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= end) break;
    await sleep(pauseMilliseconds);
  }
  const reason = lastError instanceof Error ? `: ${lastError.message}` : "";
  throw new Error(`Waited ${options.timeoutSeconds} s in vain for ${what}${reason}`, { cause: lastError });
}

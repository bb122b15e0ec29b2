import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait, and when waiting has become pointless. */
export interface UntilOptions {
  readonly timeoutSeconds: number;
  /** Between two questions; a tenth of a second unless told. Programs that are started for it need longer. */
  readonly pauseSeconds?: number;
  /** Asked before every attempt; an error returned here ends the waiting at once and is thrown. */
  readonly abandon?: () => Error | undefined;
}

/**
 * Asks `condition` again and again until it answers true. A condition that throws counts as "not yet".
 * @param what names the awaited state, as it stands in "Waited in vain for …"
 * @throws Error when the time is over, with the condition's last error as its cause, or what `abandon` returned
 */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  options: UntilOptions,
): Promise<void> {
  const { pauseSeconds = 0.1 } = options;
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
    await sleep(pauseSeconds * 1000);
  }
  const reason = lastError instanceof Error ? `: ${lastError.message}` : "";
  throw new Error(`Waited ${options.timeoutSeconds} s in vain for ${what}${reason}`, { cause: lastError });
}

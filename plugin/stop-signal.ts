/**
 * Ends a run in good order on SIGTERM or SIGINT: what is known is written, the cluster is cleaned up. A second signal
 * ends the program at once.
 * @param talk says that the run is ending
 */
export function stopSignal(talk: (sentence: string) => void): AbortSignal {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(2);
    talk(`${name}: writing what is known and removing the namespace; again to end at once`);
    controller.abort();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return controller.signal;
}

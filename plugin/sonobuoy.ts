import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "./write-whole.ts";

/**
 * The hand-over to Sonobuoy's worker: the result first, then `done` with the path of the folder, each under a
 * temporary name until it is whole. Readable for everyone, because the worker runs as another user.
 * @throws Error of the file system, e.g. when the disk is full
 */
export async function handOver(folder: string, junit: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, "junit.xml"), junit);
  await writeWhole(join(folder, "done"), folder);
}

/** How far a run is. */
export interface Progress {
  readonly msg: string;
  readonly total: number;
  /** Finished without a failure; failures are counted apart. */
  readonly completed: number;
  readonly failures: readonly string[];
}

/** Seconds between two reports: Sonobuoy passes on one in five seconds at most. */
const interval = 5;

/** Names that are passed on at most: they end up in an annotation, which has little room. */
const mostFailures = 50;

/**
 * Tells Sonobuoy's worker how far the run is. Best effort: a worker that does not listen is no fault.
 * @param port SONOBUOY_PROGRESS_PORT; undefined outside of Sonobuoy, then nothing is sent
 */
export function progressReporter(port: string | undefined): (progress: Progress) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    const finished = progress.completed + progress.failures.length >= progress.total;
    if (port === undefined || (now - last < interval * 1000 && !finished)) return;
    last = now;
    const body = JSON.stringify({ ...progress, failures: progress.failures.slice(0, mostFailures) });
    const headers = { "content-type": "application/json" };
    const signal = AbortSignal.timeout(1500);
    fetch(`http://localhost:${port}/progress`, { method: "POST", body, headers, signal }).catch(
      () => undefined,
    );
  };
}

import { runNamespace } from "#results";
import type { Api } from "./api.ts";
import { type AttemptLimits, attempt, pause } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { removeTenant } from "./remove-tenant.ts";
import { removeNamespace, type Sweep, sweep, untilGone } from "./sweep.ts";

/** How thoroughly a run cleans up. */
export interface CleanUpOptions {
  /** Seconds to wait until the namespace is gone; 0: only ask for its removal. */
  readonly wait: number;
  readonly stop: AbortSignal;
  readonly talk: (sentence: string) => void;
}

/** The run that cleans up. */
export interface OwnRun {
  readonly id: string;
  /** Namespaces of tenants in which it may have made something. */
  readonly entered: readonly string[];
  readonly configuration: Pick<Configuration, "namespaces" | "probes">;
}

/**
 * Removes what a run made, and what runs left behind that were alive when it began and have been killed since.
 * @returns sentences about what is left
 */
export async function cleanUp(
  api: Api,
  { id, entered, configuration }: OwnRun,
  earlier: Sweep,
  limits: AttemptLimits,
  { wait, stop, talk }: CleanUpOptions,
): Promise<string[]> {
  const own: string[] = [];
  for (const namespace of entered)
    own.push(...(await removeTenant(api, namespace, id, limits, configuration.probes === "deep")));
  own.push(...(await removeOwn(api, runNamespace(id), limits, wait)));
  if (earlier.alive.length === 0 || stop.aborted || wait === 0) return own;
  const seconds = Math.max(...earlier.alive.map((run) => run.seconds)) + 1;
  const runs = [...new Set(earlier.alive.map(({ run }) => run))].join(", ");
  talk(
    `the result is written; looking again in ${Math.ceil(seconds)} s whether the run ${runs} gives signs of life`,
  );
  await pause(seconds, stop);
  const again = await sweep(api, limits, { except: id, namespaces: configuration.namespaces });
  for (const place of [...again.removed, ...again.objects])
    talk(`removed ${place}, which a killed run left behind`);
  return [...own, ...again.problems];
}

async function removeOwn(
  api: Api,
  namespace: string,
  limits: AttemptLimits,
  wait: number,
): Promise<string[]> {
  const read = await attempt(api, { method: "GET", path: `/api/v1/namespaces/${namespace}` }, limits);
  if (read.kind === "denied" && read.status.code === 404) return [];
  const problem = await removeNamespace(api, namespace, limits);
  if (problem !== undefined) return [problem];
  const left = wait === 0 ? undefined : await untilGone(api, namespace, wait, limits);
  return left === undefined ? [] : [left];
}

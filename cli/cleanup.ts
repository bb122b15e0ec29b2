import { nameForm, version } from "#results";
import { visible } from "../aggregator/index.ts";
import { type Api, apiOf } from "../plugin/api.ts";
import { type AttemptLimits, pause } from "../plugin/attempt.ts";
import { listOf } from "../plugin/configuration.ts";
import { connectionProblem } from "../plugin/connection.ts";
import { type Sweep, type SweepOptions, sweep, untilGone } from "../plugin/sweep.ts";
import { kubeconfigOf } from "./cluster-options.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { noNamespace } from "./no-namespace.ts";
import { type CleanupOptions, cleanupOptions } from "./options/cleanup.ts";

/** `dvs cleanup`: removes what killed runs left behind. */
export const cleanup: Command<CleanupOptions> = {
  builder: cleanupOptions,
  async run(argv) {
    const run = runOf(argv.run);
    const namespaces = listOf(argv.namespaces) ?? [];
    const strange = namespaces.find((name) => !nameForm.test(name));
    if (strange !== undefined) throw noNamespace("--namespaces", strange);
    const kubeconfig = await kubeconfigOf(argv);
    const userAgent = `dvs/${version} (cleanup)`;
    const limits = { requestTimeout: 10, signal: new AbortController().signal };
    const problem = await connectionProblem(kubeconfig, userAgent, limits);
    if (problem !== undefined) throw new InputError(problem);
    const api = apiOf(kubeconfig, userAgent);
    try {
      const { removed, objects, leaving, alive, problems } = await sweepTwice(api, limits, {
        ...(run !== undefined && { only: run }),
        namespaces,
        everywhere: true,
      });
      const left: string[] = [...problems];
      for (const namespace of [...removed, ...leaving]) {
        const remains = await untilGone(api, namespace, 60, limits);
        if (remains === undefined) process.stdout.write(`${namespace} removed\n`);
        else left.push(remains);
      }
      for (const place of objects) process.stdout.write(`${place} removed\n`);
      for (const { namespace, run: living } of alive) {
        process.stderr.write(
          `the run ${living} is at work in ${namespace}: it gave signs of life meanwhile (to remove what it made all the same: --run ${living})\n`,
        );
      }
      const nothing = removed.length + objects.length + leaving.length + alive.length + left.length === 0;
      if (nothing && run !== undefined)
        throw new InputError({
          de: `Von einem Lauf ${run} ist nichts zu finden. Hat er in Namespaces von Mandanten gearbeitet, die sich nicht auflisten lassen, so sind diese mit --namespaces zu nennen.`,
          en: `nothing of a run ${run} is found; if it was at work in namespaces of tenants that you may not list, name them with --namespaces`,
        });
      if (nothing) process.stderr.write("nothing to remove\n");
      for (const sentence of left) process.stderr.write(`${visible(sentence)}\n`);
      return left.length > 0 ? 1 : 0;
    } finally {
      api.close();
    }
  },
};

/**
 * Sweeps again where a run may be alive, once it would count as dead: who was killed a moment ago is told so from who
 * is at work.
 */
async function sweepTwice(api: Api, limits: AttemptLimits, options: SweepOptions): Promise<Sweep> {
  const first = await sweep(api, limits, options);
  if (first.alive.length === 0) return first;
  const seconds = Math.ceil(Math.max(...first.alive.map((living) => living.seconds))) + 1;
  const runs = [...new Set(first.alive.map((living) => living.run))];
  process.stderr.write(
    `${runs.join(", ")}: signs of life a moment ago; whether there are more is seen in ${seconds} s (to remove what a run made at once: --run ID)\n`,
  );
  await pause(seconds, limits.signal);
  const second = await sweep(api, limits, options);
  const both = (of: (found: Sweep) => readonly string[]) => [...new Set([...of(first), ...of(second)])];
  const removed = both((found) => found.removed);
  return {
    removed,
    objects: both((found) => found.objects),
    leaving: both((found) => found.leaving).filter((namespace) => !removed.includes(namespace)),
    alive: second.alive,
    problems: second.problems,
  };
}

/** A run's id, also where its namespace is given. */
function runOf(text: string | undefined): string | undefined {
  const id = text?.replace(/^dvs-/, "");
  if (id !== undefined && !/^[0-9a-f]{8}$/.test(id)) {
    throw new InputError({
      de: `--run ${text}: erwartet werden die acht Ziffern eines Laufs oder der Name seines Namespace`,
      en: `--run ${text}: expected the eight digits of a run, or the name of its namespace`,
    });
  }
  return id;
}

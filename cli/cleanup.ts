import { version } from "#results";
import { visible } from "../aggregator/index.ts";
import { apiOf } from "../plugin/api.ts";
import { listOf } from "../plugin/configuration.ts";
import { connectionProblem } from "../plugin/connection.ts";
import { sweep, untilGone } from "../plugin/sweep.ts";
import { type ClusterOptions, clusterOptions, kubeconfigOf } from "./cluster-options.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";

interface Options extends ClusterOptions {
  readonly run: string | undefined;
  readonly namespaces: string | undefined;
}

/** `dvs cleanup`: removes what killed runs left behind. */
export const cleanup: Command<Options> = {
  command: "cleanup",
  describe: "remove the namespaces that killed runs left behind",
  builder: (yargs) =>
    clusterOptions(yargs)
      .option("run", {
        type: "string",
        describe: "id of a run to remove even if it seems to be at work",
      })
      .option("namespaces", {
        type: "string",
        describe: "tenants' namespaces in which killed runs without a namespace of their own were at work",
      }),
  async run(argv) {
    const run = runOf(argv.run);
    const kubeconfig = kubeconfigOf(argv);
    const userAgent = `dvs/${version} (cleanup)`;
    const limits = { requestTimeout: 10, signal: new AbortController().signal };
    const problem = await connectionProblem(kubeconfig, userAgent, limits);
    if (problem !== undefined) throw new InputError(problem);
    const api = apiOf(kubeconfig, userAgent);
    try {
      const { removed, objects, leaving, alive, problems } = await sweep(api, limits, {
        ...(run !== undefined && { only: run }),
        namespaces: listOf(argv.namespaces) ?? [],
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
          `${namespace} is in use: a run gives signs of life (--run ${living} removes it all the same)\n`,
        );
      }
      const nothing = removed.length + objects.length + leaving.length + alive.length + left.length === 0;
      if (nothing && run !== undefined) throw new InputError(`there is no run ${run} in this cluster`);
      if (nothing) process.stderr.write("nothing to remove\n");
      for (const sentence of left) process.stderr.write(`${visible(sentence)}\n`);
      return left.length > 0 ? 1 : 0;
    } finally {
      api.close();
    }
  },
};

/** A run's id, also where its namespace is given. */
function runOf(text: string | undefined): string | undefined {
  const id = text?.replace(/^dvs-/, "");
  if (id !== undefined && !/^[0-9a-f]{8}$/.test(id)) {
    throw new InputError(`--run ${text}: expected the eight digits of a run, or the name of its namespace`);
  }
  return id;
}

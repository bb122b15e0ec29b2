import { KubeConfig } from "@kubernetes/client-node";
import type { RunResult } from "#results";
import { demoImage } from "../../demo/sites.ts";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { probe } from "../../plugin/probe.ts";
import type { Progress } from "../../plugin/sonobuoy.ts";

/** The cluster belongs to the test alone, which may share a slow machine with others. */
const alone = { rest: 0, deadline: 1800 };

/**
 * A run against a real API server, in this process. Gives the result and what could not be cleaned up.
 * @param flags beside those of a cluster that nobody else uses
 * @param waitForRemoval seconds to wait for the namespace's end
 */
export async function runProbe(
  kubeconfig: string,
  flags: Readonly<Record<string, unknown>> = {},
  waitForRemoval = 60,
  onProgress: (progress: Progress) => void = () => {},
): Promise<{ result: RunResult; problems: string[]; said: string[] }> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const results: RunResult[] = [];
  const said: string[] = [];
  const problems = await probe({
    kubeconfig: config,
    configuration: await loadConfiguration({ ...alone, ...flags }, {}, undefined),
    defaultImage: demoImage,
    stop: new AbortController().signal,
    talk: (sentence) => said.push(sentence),
    onResult: async (result) => {
      results.push(result);
    },
    waitForRemoval,
    onProgress,
  });
  const [result] = results;
  if (result === undefined) throw new Error("the run gave no result");
  return { result, problems, said };
}

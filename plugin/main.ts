/**
 * Entry of the container: one run in the cluster that it runs in, handed over to Sonobuoy's worker. The same container
 * without Sonobuoy writes to RESULTS_DIR or /tmp/results, and with DVS_RESULT_TO=stdout prints the result as well.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { siteVerdicts, version, writeFailedRun, writeJUnit, writeLogBlock } from "#results";
import { apiOf } from "./api.ts";
import { ConfigurationError, loadConfiguration } from "./configuration.ts";
import { loadKubeconfig } from "./kubeconfig.ts";
import { ownImage, publicImage } from "./own-image.ts";
import { probe } from "./probe.ts";
import { handOver, progressReporter } from "./sonobuoy.ts";
import { stopSignal } from "./stop-signal.ts";

const { env } = process;
const folder = env["SONOBUOY_RESULTS_DIR"] ?? env["RESULTS_DIR"] ?? "/tmp/results";
// one line each, whatever the cluster said: the log may carry the result in lines of its own
const talk = (sentence: string) => process.stderr.write(`${sentence.replaceAll(/\s*[\r\n]+\s*/g, " ")}\n`);
const stop = stopSignal(talk);

try {
  const file = join(env["SONOBUOY_CONFIG_DIR"] ?? "/tmp/sonobuoy/config", "config.yaml");
  const configuration = await loadConfiguration({}, env, existsSync(file) ? file : undefined);
  const { DVS_RESULT_TO: resultTo } = env;
  if (resultTo !== undefined && resultTo !== "stdout")
    throw new ConfigurationError(`environment variable DVS_RESULT_TO: expected stdout, not "${resultTo}"`);
  const kubeconfig = await loadKubeconfig(undefined, undefined, env);
  const api = apiOf(kubeconfig, `dvs/${version} (own image)`);
  const image = await ownImage(api, env, { requestTimeout: configuration.requestTimeout, signal: stop });
  api.close();
  const problems = await probe({
    kubeconfig,
    configuration,
    defaultImage: image ?? publicImage,
    stop,
    talk,
    onProgress: progressReporter(env["SONOBUOY_PROGRESS_PORT"]),
    onResult: async (result) => {
      const junit = writeJUnit(result);
      if (resultTo !== undefined) process.stdout.write(writeLogBlock(junit));
      await handOver(folder, junit);
      // a second channel: Sonobuoy keeps what containers print
      const verdicts = siteVerdicts(result).map(({ policy, verdict }) => [policy, verdict]);
      process.stdout.write(`${JSON.stringify({ dvs: Object.fromEntries(verdicts) })}\n`);
    },
    waitForRemoval: 30,
  });
  for (const problem of problems) talk(problem);
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  talk(sentence);
  process.exitCode = 2;
  // without a result Sonobuoy would wait for minutes and then show the pod in place of the reason
  if (env["SONOBUOY"] !== undefined) {
    await handOver(folder, writeFailedRun(sentence));
    process.exitCode = 0;
  }
}

import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { judge, type PolicyVerdict, type RunResult, version, writeJUnit } from "#results";
import { visible } from "../aggregator/index.ts";
import {
  type Configuration,
  ConfigurationError,
  listOf,
  loadConfiguration,
} from "../plugin/configuration.ts";
import { connectionProblem } from "../plugin/connection.ts";
import { publicImage } from "../plugin/own-image.ts";
import { probe as run } from "../plugin/probe.ts";
import { stopSignal } from "../plugin/stop-signal.ts";
import { writeWhole } from "../plugin/write-whole.ts";
import { type ClusterOptions, clusterOptions, kubeconfigOf } from "./cluster-options.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";

interface Options extends ClusterOptions {
  readonly config: string | undefined;
  readonly output: string;
  readonly profile: string | undefined;
  readonly image: string | undefined;
  readonly "allowed-registries": string | undefined;
  readonly probes: string | undefined;
  readonly namespaces: string | undefined;
  readonly concurrency: number | undefined;
  readonly rest: number | undefined;
  readonly "site-name": string | undefined;
  readonly deadline: number | undefined;
  readonly settle: number | undefined;
  readonly wait: boolean;
}

/** `dvs probe`: the plugin's run, from a laptop. */
export const probe: Command<Options> = {
  builder: (yargs) =>
    clusterOptions(yargs)
      .option("config", { type: "string", describe: "configuration file (YAML)" })
      .option("output", {
        alias: "o",
        type: "string",
        demandOption: true,
        describe: "folder for the result (junit.xml)",
      })
      .option("profile", { type: "string", describe: "profile to probe (default: dvs-poc-2022)" })
      .option("image", { type: "string", describe: "image named in the probes; it is never pulled" })
      .option("allowed-registries", {
        type: "string",
        describe: "registries that the site permits, separated by commas",
      })
      .option("probes", { type: "string", describe: "core (the default) or deep: all probes" })
      .option("namespaces", {
        type: "string",
        describe: "tenants' namespaces to probe besides a fresh one, separated by commas",
      })
      .option("concurrency", { type: "number", describe: "requests in flight (default: 1)" })
      .option("rest", {
        type: "number",
        describe:
          "times as long as a slow answer took to rest after it (default: 8; 0: nobody else is there)",
      })
      .option("site-name", { type: "string", describe: "name of the site in reports" })
      .option("deadline", { type: "number", describe: "limit for the whole run in seconds" })
      .option("settle", {
        type: "number",
        describe: "seconds after the namespace's making at which all is tried a second time",
      })
      .option("wait", {
        type: "boolean",
        default: true,
        describe: "wait until the cluster has removed the probe namespace",
      })
      .example("dvs probe -o result", "probe the current cluster")
      .example("dvs report result -o report.html", "make a page of it"),
  async run(argv) {
    const talk = (sentence: string) => process.stderr.write(`${visible(sentence)}\n`);
    const stop = stopSignal(talk);
    const configuration = await configurationOf(argv);
    const kubeconfig = await kubeconfigOf(argv);
    await writableFolder(argv.output);
    const limits = { requestTimeout: configuration.requestTimeout, signal: stop };
    const problem = await connectionProblem(kubeconfig, `dvs/${version}`, limits);
    if (problem !== undefined) throw new InputError(problem);
    const file = join(argv.output, "junit.xml");
    const problems = await run({
      kubeconfig,
      configuration,
      defaultImage: publicImage,
      stop,
      talk,
      onResult: async (result) => {
        await writeWhole(file, writeJUnit(result));
        process.stdout.write(verdictLines(result));
        talk(`result: ${file}`);
      },
      waitForRemoval: argv.wait ? 60 : 0,
    }).catch(asInputError);
    for (const sentence of problems) talk(sentence);
    return 0;
  },
};

/** Makes the folder and tries to write in it, before anything is made in the cluster. */
async function writableFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    asInputError(cause);
  }
}

/** Faults of the file system are the user's to put right: no room, no right, no folder. */
function asInputError(cause: unknown): never {
  if (cause instanceof ConfigurationError) throw new InputError(cause.message, { cause });
  if (cause instanceof Error && "syscall" in cause) {
    throw new InputError(
      `the result cannot be written: ${cause.message}: choose another folder with --output`,
      { cause },
    );
  }
  throw cause;
}

async function configurationOf(argv: Options): Promise<Configuration> {
  const { profile, probes, image, concurrency, rest, deadline, settle, "site-name": siteName } = argv;
  const allowedRegistries = listOf(argv["allowed-registries"]);
  const namespaces = listOf(argv.namespaces);
  try {
    return await loadConfiguration(
      {
        profile,
        probes,
        image,
        concurrency,
        rest,
        deadline,
        settle,
        siteName,
        allowedRegistries,
        namespaces,
      },
      process.env,
      argv.config,
    );
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw new InputError(cause.message, { cause });
    throw cause;
  }
}

/** A line per policy and namespace: the verdict, the policy, who refused, what is open, what has to be known beside. */
function verdictLines({ vantages, probes }: RunResult): string {
  const lines = vantages.flatMap((place) => {
    const { namespace, kind } = place;
    const own = judge(
      place,
      probes.filter(({ vantage }) => vantage === namespace),
    ).map(verdictLine);
    const heading = `in ${namespace} (${kind === "fresh" ? "made for this run" : "of a tenant"}):`;
    return vantages.length === 1 ? own : [heading, ...own.map((line) => `  ${line}`)];
  });
  return `${lines.join("\n")}\n`;
}

function verdictLine({ policy, verdict, flags, engines, open, reason }: PolicyVerdict): string {
  const parts = [
    verdict.padEnd(17),
    policy.padEnd(34),
    engines.length > 0 ? `refused by ${engines.join(", ")}` : "",
    open.length > 0 ? `open: ${open.map((id) => id.replace(`${policy}/`, "")).join(", ")}` : "",
    flags.length > 0 ? `[${flags.join(", ")}]` : "",
    reason ?? "",
  ];
  return parts
    .filter((part) => part !== "")
    .join(" ")
    .trimEnd();
}

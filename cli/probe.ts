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
import { kubeconfigOf } from "./cluster-options.ts";
import type { Command } from "./command.ts";
import { InputError } from "./input-error.ts";
import { type ProbeOptions, probeOptions } from "./options/probe.ts";

/** `dvs probe`: the plugin's run, from a laptop. */
export const probe: Command<ProbeOptions> = {
  builder: probeOptions,
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
      {
        de: `Das Ergebnis lässt sich nicht schreiben (${cause.message}). Mit --output einen anderen Ordner angeben.`,
        en: `the result cannot be written: ${cause.message}: choose another folder with --output`,
      },
      { cause },
    );
  }
  throw cause;
}

async function configurationOf(argv: ProbeOptions): Promise<Configuration> {
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

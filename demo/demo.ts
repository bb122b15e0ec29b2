/**
 * The demo, a newcomer's first command: first the report of recorded sites, at once; then live ones.
 *
 *   npm run demo -- [--recorded] [--kubeconfig F] [--output DIR]
 */
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { KubeConfig } from "@kubernetes/client-node";
import { writeJUnit } from "#results";
import { main as dvs } from "../cli/main.ts";
import { packed } from "../handover/index.ts";
import { loadConfiguration } from "../plugin/configuration.ts";
import { probe } from "../plugin/probe.ts";
import { stopSignal } from "../plugin/stop-signal.ts";
import { MissingToolchain, startTestbed } from "../testbed/index.ts";
import { archivesOf, examples, lastRoundJson, roundFolders } from "./example-files.ts";
import { demoImage, type SiteKind, siteKinds, startSiteKind } from "./sites.ts";

const root = join(import.meta.dirname, "..");

const { values: options } = parseArgs({
  options: {
    recorded: { type: "boolean", default: false },
    kubeconfig: { type: "string" },
    output: { type: "string", default: join(root, "demo-output") },
  },
});
const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

/** Writes report.html and report.json of the archives into the output folder. */
async function writeReport(archives: readonly string[], further: readonly string[] = []): Promise<number> {
  const { output } = options;
  const page = join(output, "report.html");
  const code = await dvs([
    "report",
    ...archives,
    "-o",
    page,
    "--json",
    join(output, "report.json"),
    ...further,
  ]);
  say(`\n→ open ${relative(process.cwd(), page)}\n`);
  return code;
}

/** Probes a cluster and packs the result into the output folder. */
async function probeInto(
  kubeconfig: KubeConfig,
  file: string,
  flags: Readonly<Record<string, unknown>>,
  stop: AbortSignal,
): Promise<string> {
  const path = join(options.output, file);
  const problems = await probe({
    kubeconfig,
    configuration: await loadConfiguration(flags, process.env, undefined),
    defaultImage: demoImage,
    stop,
    talk: (sentence) => say(`  ${sentence}`),
    onResult: async (result) =>
      writeFile(path, await packed({ junit: writeJUnit(result), run: result.run, packedBy: "demo" })),
    // the sites are stopped anyway
    waitForRemoval: 0,
  });
  for (const problem of problems) say(`  ${problem}`);
  return path;
}

/** The report of the recorded round, compared with the round before it, and all that it is made of. */
async function writeRecorded(): Promise<number> {
  const { output } = options;
  const lists = ["sites.yaml", "waivers.yaml"];
  for (const name of [...roundFolders, ...lists])
    await cp(join(examples, name), join(output, name), { recursive: true });
  await writeFile(join(output, "last-round.json"), await lastRoundJson());
  const [sites = "", waivers = "", previous = ""] = [...lists, "last-round.json"].map((name) =>
    join(output, name),
  );
  const further = ["--sites", sites, "--waivers", waivers, "--previous", previous];
  return writeReport(await archivesOf("round-2", output), further);
}

async function live(stop: AbortSignal): Promise<string[]> {
  const testbed = await startTestbed({ onProgress: (line) => say(`  ${line}`) });
  try {
    const archives: string[] = [];
    for (const kind of siteKinds) {
      if (stop.aborted) break;
      say(`${kind.place} (${kind.id}): starting a real API server`);
      archives.push(await probeKind(testbed, kind, stop));
    }
    return archives;
  } finally {
    await testbed.stop();
  }
}

async function probeKind(
  testbed: Parameters<typeof startSiteKind>[0],
  kind: SiteKind,
  stop: AbortSignal,
): Promise<string> {
  const site = await startSiteKind(testbed, kind);
  try {
    const config = new KubeConfig();
    config.loadFromFile(site.kubeconfig);
    return await probeInto(config, `${kind.place.toLowerCase()}.tar.gz`, { siteName: kind.place }, stop);
  } finally {
    await site.stop();
  }
}

await mkdir(options.output, { recursive: true });
const stop = stopSignal(say);
say("The report of recorded sites (invented places, real runs of Sonobuoy in two rounds):");
process.exitCode = await writeRecorded();
if (!options.recorded && !stop.aborted) {
  if (options.kubeconfig !== undefined) {
    const file = join(options.output, "probe");
    process.exitCode = await dvs(["probe", "--kubeconfig", options.kubeconfig, "-o", file]);
    if (process.exitCode === 0) process.exitCode = await writeReport([file]);
  } else {
    say("Now the same live: real API servers on this machine, on loopback only.");
    try {
      process.exitCode = await writeReport(await live(stop));
    } catch (error) {
      if (!(error instanceof MissingToolchain)) throw error;
      say(`The live half is left out: ${error.message}\nThe report of the recorded sites stands.`);
    }
  }
}

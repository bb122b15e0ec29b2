/**
 * Records the examples anew: at each of their sites (invented places) the real Sonobuoy runs the plugin in two rounds, at
 * all sites first the one and then the other, and `dvs slim` makes its archives fit to be passed on. Takes root on Linux,
 * memory for a cluster per site (16 GB), and half an hour to an hour.
 *
 *   npm run record [-- PLACE…]
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArchive } from "../aggregator/index.ts";
import { examples, roundFolders } from "../demo/example-files.ts";
import { sitesYaml, waiversYaml } from "../demo/example-lists.ts";
import { exampleSites } from "../demo/example-sites.ts";
import { recordExample } from "../demo/record-example.ts";
import { until } from "../testbed/index.ts";
import {
  inMachine,
  machineCgroup,
  openTerminal,
  preparedImages,
  prepareMachines,
  startCluster,
} from "../testbed/node/index.ts";

const root = join(import.meta.dirname, "..");
const say = (line: string) => process.stderr.write(`${line}\n`);

/** What the rounds wait for, in a folder that all machines see: that a site's first one is over, and that its second may begin. */
const firstIsOver = (folder: string, place: string) => join(folder, `${place}.over`);
const secondMayBegin = (folder: string, place: string) => join(folder, `${place}.begin`);

const hour = { timeoutSeconds: 3600, pauseSeconds: 1 };

/** Records all sites, or those whose places are named, each in a machine of its own. */
async function recordAll(places: readonly string[]): Promise<void> {
  const known = exampleSites("").map(({ place }) => place);
  const unknown = places.find((place) => !known.includes(place));
  if (unknown !== undefined)
    throw new Error(`There is no example site "${unknown}", only ${known.join(", ")}.`);
  const wanted = known.filter((place) => places.length === 0 || places.includes(place));
  await prepareMachines({ onProgress: say });
  for (const round of roundFolders) await mkdir(join(examples, round), { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), "dvs-record-"));
  const machines: { readonly place: string; readonly end: Promise<number> }[] = [];
  try {
    for (const place of wanted) {
      let ended: number | undefined;
      const end = inMachine([process.execPath, import.meta.filename, place, folder]);
      machines.push({ place, end });
      const over = (code: number) => {
        ended = code;
      };
      end.then(over, () => over(1));
      const abandon = () => (ended === undefined ? undefined : new Error(`${place} ended with ${ended}.`));
      await until(`the first round at ${place}`, async () => existsSync(firstIsOver(folder, place)), {
        ...hour,
        abandon,
      });
    }
    for (const { place, end } of machines) {
      await writeFile(secondMayBegin(folder, place), "");
      const code = await end;
      if (code !== 0) throw new Error(`${place} ended with ${code}.`);
    }
    await writeLists();
  } finally {
    // machines that still wait see that and end
    await rm(folder, { recursive: true, force: true });
    await Promise.allSettled(machines.map(({ end }) => end));
  }
}

/** Records one site, inside of its machine. */
async function record(place: string, folder: string): Promise<void> {
  const images = preparedImages();
  if (images === undefined) throw new Error("npm run record starts this");
  const references = { plugin: images.plugin.reference, sonobuoy: images.sonobuoy.reference };
  const registry = references.plugin.split("/", 1)[0] ?? "";
  const example = exampleSites(registry).find((site) => site.place === place);
  if (example === undefined) throw new Error(`There is no site ${place}.`);
  const [{ kind }] = example.rounds;
  say(`${place} (${kind.id})`);
  const name = place.toLowerCase();
  const { podSecurityDefault, engines = [] } = kind;
  const site = { name, ...(podSecurityDefault !== undefined && { podSecurityDefault }) };
  const cluster = await startCluster({ site, images, engines });
  try {
    const { kubeconfig } = cluster.site;
    const dvs = [process.execPath, join(root, "cli/dvs.ts")];
    const terminal = await openTerminal(join(folder, name), kubeconfig, dvs);
    const running = { name, kubeconfig, images: references };
    await recordExample(example, running, terminal, examples, async () => {
      await writeFile(firstIsOver(folder, place), "");
      const abandon = () => (existsSync(folder) ? undefined : new Error("The recording was ended."));
      const begin = async () => existsSync(secondMayBegin(folder, place));
      await until("the first rounds elsewhere", begin, { ...hour, abandon });
      say(`${place}: second round`);
    });
  } finally {
    await cluster.stop();
  }
}

/** Writes what names the sites by the ids that they have in this recording. */
async function writeLists(): Promise<void> {
  const ids = new Map<string, string>();
  const times: string[] = [];
  for (const { place } of exampleSites("")) {
    const path = join(examples, roundFolders[1], `${place.toLowerCase()}.tar.gz`);
    const { result } = await readArchive(path);
    if (result === undefined) throw new Error(`There is no result in ${path}.`);
    ids.set(place, result.site.id);
    times.push(result.run.finished);
  }
  await writeFile(join(examples, "sites.yaml"), sitesYaml(ids));
  await writeFile(join(examples, "waivers.yaml"), waiversYaml(ids, times.sort().at(-1) ?? ""));
}

const [place = "", folder = ""] = process.argv.slice(2);
if (machineCgroup() === undefined) await recordAll(process.argv.slice(2));
else await record(place, folder);

/**
 * Records the examples anew: at each of their sites (invented places) the real Sonobuoy runs the plugin in two rounds,
 * and `dvs slim` makes its archives fit to be passed on. Takes root on Linux, and half an hour to an hour.
 *
 *   npm run record [-- PLACE…]
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArchive } from "../aggregator/index.ts";
import { examples, roundFolders } from "../demo/example-files.ts";
import { sitesYaml, waiversYaml } from "../demo/example-lists.ts";
import { exampleSites } from "../demo/example-sites.ts";
import { recordExample } from "../demo/record-example.ts";
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

/** Records all sites, or those whose places are named. */
async function record(places: readonly string[]): Promise<void> {
  const images = preparedImages();
  if (images === undefined) throw new Error("npm run record starts this");
  const folder = await mkdtemp(join(tmpdir(), "dvs-record-"));
  const references = { plugin: images.plugin.reference, sonobuoy: images.sonobuoy.reference };
  for (const round of roundFolders) await mkdir(join(examples, round), { recursive: true });
  const dvs = [process.execPath, join(root, "cli/dvs.ts")];
  try {
    for (const example of exampleSites(references.plugin.split("/", 1)[0] ?? "")) {
      if (places.length > 0 && !places.includes(example.place)) continue;
      const [{ kind }] = example.rounds;
      say(`${example.place} (${kind.id})`);
      const name = example.place.toLowerCase();
      const { podSecurityDefault, engines = [] } = kind;
      const site = { name, ...(podSecurityDefault !== undefined && { podSecurityDefault }) };
      const cluster = await startCluster({ site, images, engines });
      try {
        const { kubeconfig } = cluster.site;
        const terminal = await openTerminal(join(folder, name), kubeconfig, dvs);
        await recordExample(example, { name, kubeconfig, images: references }, terminal, examples);
      } finally {
        await cluster.stop();
      }
    }
    await writeLists();
  } finally {
    await rm(folder, { recursive: true, force: true });
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

if (machineCgroup() === undefined) {
  await prepareMachines({ onProgress: say });
  process.exitCode = await inMachine([process.execPath, import.meta.filename, ...process.argv.slice(2)]);
} else {
  await record(process.argv.slice(2));
}

/**
 * Records the examples anew: the real Sonobuoy runs the plugin at each of the real sites (invented places), and
 * `dvs slim` makes its archive fit to be passed on. Takes root on Linux, and about six minutes.
 *
 *   npm run record
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realSites } from "../demo/real-sites.ts";
import { recordSite } from "../demo/record-site.ts";
import {
  inMachine,
  machineCgroup,
  openTerminal,
  preparedImages,
  prepareMachines,
  startCluster,
} from "../testbed/node/index.ts";

const root = join(import.meta.dirname, "..");
const examples = join(root, "examples");
const say = (line: string) => process.stderr.write(`${line}\n`);

async function record(): Promise<void> {
  const images = preparedImages();
  if (images === undefined) throw new Error("npm run record starts this");
  const folder = await mkdtemp(join(tmpdir(), "dvs-record-"));
  const references = { plugin: images.plugin.reference, sonobuoy: images.sonobuoy.reference };
  try {
    for (const real of realSites(references.plugin.split("/", 1)[0] ?? "")) {
      const { place, id, podSecurityDefault } = real.kind;
      say(`${place} (${id})`);
      const site = {
        name: place.toLowerCase(),
        ...(podSecurityDefault !== undefined && { podSecurityDefault }),
      };
      const cluster = await startCluster({ site, images });
      try {
        const dvs = [process.execPath, join(root, "cli/dvs.ts")];
        const terminal = await openTerminal(join(folder, site.name), cluster.site.kubeconfig, dvs);
        const { archive } = await recordSite(
          real,
          { name: site.name, kubeconfig: cluster.site.kubeconfig, images: references },
          terminal,
        );
        const { code, said } = await terminal.type(
          `dvs slim ${archive} --key site.key -o ${join(examples, archive)}`,
        );
        if (code !== 0) throw new Error(said);
      } finally {
        await cluster.stop();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (machineCgroup() === undefined) {
  await prepareMachines({ onProgress: say });
  process.exitCode = await inMachine([process.execPath, import.meta.filename]);
} else {
  await record();
}

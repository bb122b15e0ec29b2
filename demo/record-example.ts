import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Terminal } from "../testbed/node/index.ts";
import { establish } from "./establish.ts";
import { roundFolders } from "./example-files.ts";
import type { ExampleSite } from "./example-sites.ts";
import { type RunningCluster, runSonobuoy } from "./run-sonobuoy.ts";

/**
 * Has Sonobuoy run the plugin at a site of the examples in both rounds, makes its archives fit to be passed on by one key,
 * and puts them into the rounds' folders.
 * @param terminal the operator's
 * @param examples has the rounds' folders
 * @throws Error that quotes a line that failed
 */
export async function recordExample(
  { place, sparing, rounds }: ExampleSite,
  cluster: RunningCluster,
  terminal: Terminal,
  examples: string,
): Promise<void> {
  const [first, second] = rounds;
  for (const [folder, { kind }] of [
    [roundFolders[0], first],
    [roundFolders[1], second],
  ] as const) {
    await establish(cluster, terminal, kind, cluster.images.plugin);
    const { archive } = await runSonobuoy(place, sparing, cluster, terminal);
    const slim = join(examples, folder, archive);
    const { code, said } = await terminal.type(`dvs slim ${archive} --key site.key -o ${slim}`);
    if (code !== 0) throw new Error(said);
    // Sonobuoy writes over nothing
    await rm(join(terminal.folder, archive));
  }
}

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
 * @param secondRound resolves when the second round may begin; asked when the first archive is there
 * @throws Error that quotes a line that failed
 */
export async function recordExample(
  { place, sparing, rounds }: ExampleSite,
  cluster: RunningCluster,
  terminal: Terminal,
  examples: string,
  secondRound: () => Promise<void>,
): Promise<void> {
  const [first, second] = rounds;
  const record = async (folder: string, { kind }: typeof first) => {
    await establish(cluster, terminal, kind, cluster.images.plugin);
    const { archive } = await runSonobuoy(place, sparing, cluster, terminal);
    const slim = join(examples, folder, archive);
    const { code, said } = await terminal.type(`dvs slim ${archive} --key site.key -o ${slim}`);
    if (code !== 0) throw new Error(said);
    // Sonobuoy writes over nothing
    await rm(join(terminal.folder, archive));
  };
  await record(roundFolders[0], first);
  await secondRound();
  await record(roundFolders[1], second);
}

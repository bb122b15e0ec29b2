import type { Terminal } from "../testbed/node/index.ts";
import { establish } from "./establish.ts";
import type { RealSite } from "./real-sites.ts";
import { type RunningCluster, runSonobuoy } from "./run-sonobuoy.ts";

/**
 * Makes a cluster a site of its kind, has Sonobuoy run the plugin there as an operator would, and takes it all back.
 * @param terminal the operator's, in the folder that gets the archive
 * @returns as {@link runSonobuoy}
 * @throws Error that quotes a line that failed
 */
export async function recordSite(
  { kind, sparing }: RealSite,
  cluster: RunningCluster,
  terminal: Terminal,
): ReturnType<typeof runSonobuoy> {
  await establish(cluster, terminal, kind, cluster.images.plugin);
  const recorded = await runSonobuoy(kind.place, sparing, cluster, terminal);
  if (kind.manifests.length > 0) {
    const line = "kubectl delete -f site.json --wait";
    const { code, out, said } = await terminal.type(line);
    if (code !== 0) throw new Error(`"${line}" ended with ${code}: ${said}${out}`);
  }
  return recorded;
}

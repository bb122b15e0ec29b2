import type { Images } from "../../testbed/images/index.ts";
import type { PodSecurityLevel } from "../../testbed/index.ts";
import { startCluster } from "../../testbed/node/index.ts";

/** A cluster to run Sonobuoy in, and what its pods are called there. */
export interface TestCluster {
  readonly name: string;
  readonly kubeconfig: string;
  /** References of images that its nodes have or can pull. */
  readonly images: Readonly<Record<"plugin" | "sonobuoy", string>>;
  stop(): Promise<void>;
}

/** Whether the tests use a cluster that somebody else runs. */
export const foreignCluster: string | undefined = process.env["DVS_TEST_KUBECONFIG"];

/**
 * Starts a cluster of our own, or gives the one that `npm run test:cluster` was told to use.
 * @throws Error outside of `npm run test:cluster`
 */
export async function theCluster(name: string, podSecurityDefault?: PodSecurityLevel): Promise<TestCluster> {
  const given = process.env["DVS_TEST_IMAGES"];
  if (given === undefined) throw new Error("Run these tests by npm run test:cluster.");
  const images: Images = JSON.parse(given);
  const references = { plugin: images.plugin.reference, sonobuoy: images.sonobuoy.reference };
  if (foreignCluster !== undefined)
    return { name, kubeconfig: foreignCluster, images: references, stop: async () => {} };
  const cluster = await startCluster({
    site: { name, ...(podSecurityDefault !== undefined && { podSecurityDefault }) },
    images: Object.values(images).flatMap(({ archive }) => archive ?? []),
    pauseImage: images.pause.reference,
  });
  return { name, kubeconfig: cluster.site.kubeconfig, images: references, stop: () => cluster.stop() };
}

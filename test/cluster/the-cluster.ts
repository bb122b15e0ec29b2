import type { SiteKind } from "../../demo/sites.ts";
import { preparedImages, startCluster } from "../../testbed/node/index.ts";

/** A cluster to run Sonobuoy in, and what its pods are called there. */
export interface TestCluster {
  readonly name: string;
  readonly kubeconfig: string;
  /** References of images that its nodes have or can pull. */
  readonly images: Readonly<Record<"plugin" | "sonobuoy", string>>;
  stop(): Promise<void>;
}

const {
  TESTBED_KUBECONFIG: kubeconfig,
  TESTBED_IMAGE: plugin = "",
  TESTBED_SONOBUOY_IMAGE: sonobuoy = "",
} = process.env;

/** Whether the tests use a cluster that somebody else runs. */
export const foreignCluster: boolean = kubeconfig !== undefined;

const pluginImage = foreignCluster ? plugin : preparedImages()?.plugin.reference;

/** The registry of the plugin's image, which the sites' policies have to permit. */
export const testRegistry: string = pluginImage?.split("/", 1)[0] ?? "";

/**
 * Starts a cluster of our own, or gives the one that `npm run test:cluster` was told to use.
 * @throws Error outside of `npm run test:cluster`
 */
export async function theCluster(
  name: string,
  { podSecurityDefault, engines = [] }: Pick<SiteKind, "podSecurityDefault" | "engines"> = {},
): Promise<TestCluster> {
  if (kubeconfig !== undefined)
    return { name, kubeconfig, images: { plugin, sonobuoy }, stop: async () => {} };
  const images = preparedImages();
  if (images === undefined) throw new Error("Run these tests by npm run test:cluster.");
  const site = { name, ...(podSecurityDefault !== undefined && { podSecurityDefault }) };
  const cluster = await startCluster({ site, images, engines });
  return {
    name,
    kubeconfig: cluster.site.kubeconfig,
    images: { plugin: images.plugin.reference, sonobuoy: images.sonobuoy.reference },
    stop: () => cluster.stop(),
  };
}

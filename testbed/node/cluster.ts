import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildComponents, type ProgressOptions } from "../components.ts";
import { type EngineName, engines, installEngine } from "../engines/index.ts";
import type { Image, Images } from "../images/index.ts";
import type { Site, SiteOptions } from "../site.ts";
import { startTestbed } from "../testbed.ts";
import { makeCgroup } from "./cgroups.ts";
import { startContainerRuntime } from "./container-runtime.ts";
import { kubeletUser, startKubelet } from "./kubelet.ts";
import { machineCgroup } from "./machine.ts";
import { addresses, setUpNetwork } from "./network.ts";
import { schedulerUser, startScheduler } from "./scheduler.ts";
import { unmountBelow } from "./unmount-below.ts";

/** What a cluster is like. */
export interface ClusterOptions extends ProgressOptions {
  readonly site: Pick<SiteOptions, "name" | "podSecurityDefault">;
  /** The images that pods may use. */
  readonly images: Images;
  /** The policy engines that are at work there, without any policies. */
  readonly engines?: readonly EngineName[];
}

/** A site with a node on which pods run. */
export interface Cluster {
  readonly site: Site;
  /** Ends everything and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster with one node, in about half a minute. There is room for one at a time in a machine.
 * @throws Error outside of a machine (see inMachine), and with the end of the log of what did not come up
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const cgroup = machineCgroup();
  if (cgroup === undefined)
    throw new Error("A cluster with a node is started inside of a machine, see inMachine.");
  const binaries = await buildComponents(
    ["kube-scheduler", "kubelet", "containerd", "containerd-shim-runc-v2", "ctr"],
    options,
  );
  await setUpNetwork();
  await makeCgroup(cgroup);
  const testbed = await startTestbed(options);
  const stops: (() => Promise<void>)[] = [() => testbed.stop()];
  const stop = async () => {
    while (stops.length > 0) await stops.pop()?.();
  };
  try {
    const directory = join(testbed.directory, "node");
    await mkdir(directory);
    stops.push(() => unmountBelow(directory));
    const runtime = await startContainerRuntime({
      binaries,
      directory: join(directory, "containerd"),
      pauseImage: options.images.pause.reference,
    });
    stops.push(() => runtime.stop());
    const [site] = await Promise.all([
      testbed.startSite({
        ...options.site,
        listen: { host: addresses.node, port: 443, serviceRange: addresses.services },
        members: [kubeletUser, { name: schedulerUser, groups: [] }],
        controllers: ["*"],
        // webhooks are reached at their pods, as there is no kube-proxy
        flags: ["--kubelet-preferred-address-types=InternalIP", "--enable-aggregator-routing=true"],
      }),
      ...neededImages(options).map(({ archive }) => runtime.importImages(archive)),
    ]);
    const kubeconfig = site.tokenKubeconfig(schedulerUser);
    const scheduler = await startScheduler(binaries["kube-scheduler"], kubeconfig, directory);
    stops.push(() => scheduler.stop());
    const kubelet = await startKubelet({
      binary: binaries.kubelet,
      site,
      endpoint: runtime.endpoint,
      cgroup,
      directory,
    });
    stops.push(() => kubelet.stop());
    for (const name of options.engines ?? []) await installEngine(site, engines[name]);
    return { site, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function neededImages({ images, engines: names = [] }: ClusterOptions): readonly Image[] {
  const programs = names.flatMap((name) => engines[name].images.map(({ program }) => program));
  const ofEngines = programs.flatMap((program) => images[program] ?? []);
  return [images.plugin, images.sonobuoy, images.pause, ...ofEngines];
}

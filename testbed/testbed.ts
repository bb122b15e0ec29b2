import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildComponents, type ProgressOptions } from "./components.ts";
import { startEtcd } from "./etcd.ts";
import { defaultKubernetes, type KubernetesVersion } from "./kubernetes-version.ts";
import { createScratch } from "./scratch.ts";
import { type Site, type SiteOptions, startSite } from "./site.ts";

/** Several Kubernetes API servers on this machine, reachable over loopback only, with one etcd behind them. */
export interface Testbed {
  /** Holds all data, logs and credentials, and is removed with the testbed. */
  readonly directory: string;
  /**
   * Starts one more site; several may be started at the same time. The first of a version of Kubernetes that is not
   * the default waits until its API server is built, some minutes unless it is cached.
   * @throws Error when the name is taken or unusable, or with the end of the log of what did not come up
   */
  startSite(options: SiteOptions): Promise<Site>;
  /** Ends everything and removes the directory. May be called again. */
  stop(): Promise<void>;
}

/**
 * Builds the components unless they are cached, and starts a testbed without sites. When this process ends without
 * stop(), even by kill -9, the testbed's programs end and its directory is removed all the same.
 * @throws MissingToolchain when a component has to be built and Go is missing or too old
 */
export async function startTestbed(options: ProgressOptions = {}): Promise<Testbed> {
  const binaries = await buildComponents(["etcd", "kube-apiserver", "kube-controller-manager"], options);
  const scratch = await createScratch();
  const etcdDirectory = join(scratch.path, "etcd");
  await mkdir(etcdDirectory);
  const etcd = await startEtcd(binaries.etcd, etcdDirectory).catch(async (error: unknown) => {
    await scratch.remove();
    throw error;
  });
  const apiServers = new Map<KubernetesVersion | "openshift", Promise<string>>();
  const sites = new Map<string, Promise<Site>>();
  let stopping: Promise<void> | undefined;

  const apiServerOf = async (kubernetes: KubernetesVersion | "openshift"): Promise<string> => {
    if (kubernetes === "openshift")
      return (await buildComponents(["openshift-apiserver"], options))["openshift-apiserver"];
    const built = await buildComponents(["kube-apiserver"], { ...options, kubernetes });
    return built["kube-apiserver"];
  };
  const start = async (site: SiteOptions, directory: string): Promise<Site> => {
    const kubernetes = site.openShift ? "openshift" : (site.kubernetes ?? defaultKubernetes);
    // Several sites of one version wait for the same build.
    const apiServer = apiServers.get(kubernetes) ?? apiServerOf(kubernetes);
    apiServers.set(kubernetes, apiServer);
    const own = { ...binaries, "kube-apiserver": await apiServer };
    return startSite(site, { binaries: own, etcdUrl: etcd.url, directory });
  };
  const stop = async () => {
    const started = await Promise.allSettled(sites.values());
    await Promise.all(started.map((site) => (site.status === "fulfilled" ? site.value.stop() : undefined)));
    await etcd.stop();
    await scratch.remove();
  };
  return {
    directory: scratch.path,
    async startSite(site) {
      if (stopping !== undefined) throw new Error("The testbed has been stopped. Start a new one.");
      if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(site.name)) {
        throw new Error(`"${site.name}" is no name for a site. Use lower-case letters, digits and hyphens.`);
      }
      if (sites.has(site.name)) {
        throw new Error(`The testbed already has a site "${site.name}". Give every site a name of its own.`);
      }
      const directory = join(scratch.path, "sites", site.name);
      const starting = start(site, directory);
      sites.set(site.name, starting);
      starting.catch(() => sites.delete(site.name));
      return starting;
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

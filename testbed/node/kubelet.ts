import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Child, startChild } from "../child.ts";
import { request } from "../request.ts";
import type { Site } from "../site.ts";
import { addresses } from "./network.ts";

/** The node's name; an invented place's. */
export const nodeName = "knoten-1.musterstadt.example";

/** The user that the kubelet is: the API server lets it see what belongs to its node. */
export const kubeletUser: { readonly name: string; readonly groups: readonly string[] } = {
  name: `system:node:${nodeName}`,
  groups: ["system:nodes"],
};

/** What a kubelet is started with. */
export interface KubeletOptions {
  readonly binary: string;
  readonly site: Site;
  /** Of the container runtime. */
  readonly endpoint: string;
  /** The one that its pods' cgroups are made in. */
  readonly cgroup: string;
  /** Will be its own. */
  readonly directory: string;
}

/**
 * Starts a kubelet and waits until its node is ready.
 * @throws Error with the end of its log when that does not happen within a minute
 */
export async function startKubelet({
  binary,
  site,
  endpoint,
  cgroup,
  directory,
}: KubeletOptions): Promise<Child> {
  const [root, config] = [join(directory, "kubelet"), join(directory, "kubelet.json")];
  await mkdir(root, { recursive: true });
  await writeFile(config, JSON.stringify(configuration(endpoint, cgroup, directory)));
  const flags = {
    config,
    kubeconfig: site.tokenKubeconfig(kubeletUser.name),
    "root-dir": root,
    "cert-dir": join(directory, "kubelet-certificates"),
    "hostname-override": nodeName,
    "node-ip": addresses.node,
  };
  const child = await startChild(
    "kubelet",
    [binary, ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)],
    join(directory, "kubelet.log"),
  );
  await child.until("the node to be ready", () => isReady(site), 60);
  return child;
}

async function isReady(site: Site): Promise<boolean> {
  const { status, body } = await request(site, `/api/v1/nodes/${nodeName}`);
  if (status !== 200) return false;
  const { status: facts, spec } = body as {
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
    readonly spec?: { readonly taints?: readonly unknown[] };
  };
  const ready = facts?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True");
  return ready === true && (spec?.taints ?? []).length === 0;
}

function configuration(endpoint: string, cgroup: string, directory: string): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    containerRuntimeEndpoint: endpoint,
    podLogsDir: join(directory, "pod-logs"),
    volumePluginDir: join(directory, "volume-plugins"),
    // inside of a machine only its own programs can reach the kubelet
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: "AlwaysAllow" },
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${cgroup}`,
    failCgroupV1: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    resolvConf: "",
    // a busy disk is no reason to end pods
    evictionHard: { "memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
  };
}

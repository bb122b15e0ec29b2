import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { startChild } from "../child.ts";
import { endedProgram, runProgram } from "../run-program.ts";
import { addresses } from "./network.ts";

/** What a containerd is started with. */
export interface ContainerRuntimeOptions {
  readonly binaries: Readonly<Record<"containerd" | "containerd-shim-runc-v2" | "ctr", string>>;
  /** Will be its own. */
  readonly directory: string;
  /** The image that keeps a pod's namespaces, as the runtime is to find it. */
  readonly pauseImage: string;
}

/** A running containerd with a network for pods. */
export interface ContainerRuntime {
  /** As kubelet's `containerRuntimeEndpoint` takes it. */
  readonly endpoint: string;
  /** Makes the images of an archive known (OCI or Docker), under the names that the archive has for them. */
  importImages(archive: string): Promise<void>;
  /** Kills all containers, then containerd. */
  stop(): Promise<void>;
}

/** Short, as the kernel wants it; inside of a machine /run is its own. */
const socket = "/run/containerd.sock";

/** Where Debian's package containernetworking-plugins has its programs. */
const networkPlugins = "/usr/lib/cni";

/**
 * Starts a containerd and waits until it answers.
 * @throws Error with the end of its log when it does not come up
 */
export async function startContainerRuntime(options: ContainerRuntimeOptions): Promise<ContainerRuntime> {
  const { binaries, directory, pauseImage } = options;
  const inDirectory = (name: string) => join(directory, name);
  const [config, networks] = [inDirectory("config.toml"), inDirectory("networks")];
  await mkdir(networks, { recursive: true });
  await writeFile(join(networks, "10-dvs.conflist"), JSON.stringify(podNetwork(inDirectory("leases"))));
  await writeFile(config, configuration({ directory, networks, pauseImage }));
  const path = [dirname(binaries["containerd-shim-runc-v2"]), process.env["PATH"]].join(delimiter);
  const child = await startChild(
    "containerd",
    ["/usr/bin/env", `PATH=${path}`, binaries.containerd, "--config", config],
    inDirectory("containerd.log"),
  );
  const ctr = (...args: string[]) => [binaries.ctr, "--address", socket, "--namespace", "k8s.io", ...args];
  const answers = async () => (await endedProgram(ctr("version"))).code === 0;
  await child.until("containerd to answer", answers, 30);
  return {
    endpoint: `unix://${socket}`,
    async importImages(archive) {
      await runProgram(ctr("images", "import", archive));
    },
    async stop() {
      await killContainers(ctr);
      await child.stop();
    },
  };
}

async function killContainers(ctr: (...args: string[]) => readonly string[]): Promise<void> {
  const { out } = await endedProgram(ctr("tasks", "list", "--quiet"));
  for (const task of out.split("\n").filter((line) => line !== ""))
    await endedProgram(ctr("tasks", "delete", "--force", task));
}

function podNetwork(leases: string): object {
  const ipam = {
    type: "host-local",
    dataDir: leases,
    ranges: [[{ subnet: addresses.pods, gateway: addresses.node }]],
    routes: [{ dst: "0.0.0.0/0" }],
  };
  return {
    cniVersion: "1.0.0",
    name: "dvs",
    plugins: [{ type: "bridge", bridge: addresses.bridge, ipam }, { type: "portmap" }],
  };
}

interface Configuration {
  readonly directory: string;
  readonly networks: string;
  readonly pauseImage: string;
}

function configuration({ directory, networks, pauseImage }: Configuration): string {
  return `version = 3
root = "${directory}/root"
state = "${directory}/state"

[grpc]
address = "${socket}"

[plugins."io.containerd.internal.v1.opt"]
path = "${directory}/opt"

[plugins."io.containerd.cri.v1.images".pinned_images]
sandbox = "${pauseImage}"

[plugins."io.containerd.cri.v1.runtime"]
# a machine may lack the right to make processes harder to kill
restrict_oom_score_adj = true

[plugins."io.containerd.cri.v1.runtime".cni]
bin_dirs = ["${networkPlugins}"]
conf_dir = "${networks}"

[plugins."io.containerd.cri.v1.runtime".containerd]
default_runtime_name = "runc"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
SystemdCgroup = false
`;
}

import { buildComponents, type ProgressOptions } from "../components.ts";
import { buildImages, type Images } from "../images/index.ts";
import { inMachine } from "./machine.ts";

const variable = "TESTBED_IMAGES";

/**
 * Runs a command in a machine in which {@link startCluster} finds all that it needs: what is not there yet is built
 * first, for inside nothing can be fetched. dist/ must have been made.
 * @returns the command's exit code
 */
export async function inPreparedMachine(
  command: readonly string[],
  options: ProgressOptions = {},
): Promise<number> {
  await buildComponents(
    ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kubectl"],
    options,
  );
  await buildComponents(["containerd", "containerd-shim-runc-v2", "ctr", "sonobuoy"], options);
  process.env[variable] = JSON.stringify(await buildImages(options));
  return inMachine(command);
}

/** The images of the machine that this process runs in; undefined outside of one. */
export function preparedImages(): Images | undefined {
  const given = process.env[variable];
  return given === undefined ? undefined : JSON.parse(given);
}

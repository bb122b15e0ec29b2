import { buildComponents, type ProgressOptions } from "../components.ts";
import { engines } from "../engines/index.ts";
import { buildImages, type Images } from "../images/index.ts";
import { moduleFile } from "../module-files.ts";

const variable = "TESTBED_IMAGES";

/**
 * Builds what is not there yet of all that {@link startCluster} needs in a machine, for inside nothing can be fetched.
 * dist/ must have been made.
 */
export async function prepareMachines(options: ProgressOptions = {}): Promise<void> {
  await buildComponents(
    ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kubectl"],
    options,
  );
  await buildComponents(["containerd", "containerd-shim-runc-v2", "ctr", "sonobuoy", "helm"], options);
  for (const { module, manifests, examples = [] } of Object.values(engines))
    for (const file of [manifests, ...examples]) await moduleFile(module, file);
  process.env[variable] = JSON.stringify(await buildImages(options));
}

/** The images of the machine that this process runs in; undefined outside of one. */
export function preparedImages(): Images | undefined {
  const given = process.env[variable];
  return given === undefined ? undefined : JSON.parse(given);
}

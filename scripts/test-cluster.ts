/**
 * The tests that take a node with containers and the real Sonobuoy.
 *
 *   npm run test:cluster [-- TEST…]
 *   npm run test:cluster -- --kubeconfig FILE --image REFERENCE --sonobuoy-image REFERENCE [TEST…]
 *
 * The first form takes root on Linux: it builds all programs and images (kept for later), and starts clusters in
 * namespaces of its own, which the kernel ends with it. The second one uses a test cluster that can pull the images; it
 * makes and removes namespaces and policies there, so nothing else should depend on that cluster.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildImages } from "../testbed/images/index.ts";
import { buildComponents } from "../testbed/index.ts";
import { inMachine } from "../testbed/node/index.ts";

const root = join(import.meta.dirname, "..");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kubeconfig: { type: "string" },
    image: { type: "string" },
    "sonobuoy-image": { type: "string" },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const tests = positionals.length > 0 ? positionals : [join(root, "test/cluster/*.test.ts")];
const mocha = [process.execPath, join(root, "node_modules/mocha/bin/mocha.js"), "--timeout", "30m", ...tests];

await buildComponents(["sonobuoy", "kubectl"], { onProgress: say });
const { kubeconfig, image, "sonobuoy-image": sonobuoyImage } = options;
if (kubeconfig === undefined) {
  await buildComponents(
    [
      "etcd",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kubelet",
      "containerd",
      "containerd-shim-runc-v2",
      "ctr",
    ],
    { onProgress: say },
  );
  process.env["DVS_TEST_IMAGES"] = JSON.stringify(await buildImages({ onProgress: say }));
  process.exitCode = await inMachine(mocha);
} else {
  if (image === undefined || sonobuoyImage === undefined)
    throw new Error(
      "With --kubeconfig, name the images that the cluster can pull: --image and --sonobuoy-image.",
    );
  const env = {
    ...process.env,
    DVS_TEST_KUBECONFIG: kubeconfig,
    DVS_TEST_IMAGES: JSON.stringify({ plugin: { reference: image }, sonobuoy: { reference: sonobuoyImage } }),
  };
  const [program = "", ...args] = mocha;
  const [code] = await once(spawn(program, args, { stdio: "inherit", env }), "exit");
  process.exitCode = code ?? 1;
}

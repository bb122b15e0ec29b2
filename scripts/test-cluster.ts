/**
 * The tests that take a node with containers and the real Sonobuoy.
 *
 *   npm run test:cluster [-- TEST…]
 *   npm run test:cluster -- --kubeconfig FILE --image REFERENCE --sonobuoy-image REFERENCE [TEST…]
 *
 * The first form takes root on Linux: it builds all programs and images (kept for later), and starts clusters in
 * namespaces of its own, which the kernel ends with it. The second one uses a test cluster that has or can pull the
 * images; it makes and removes namespaces and policies there, so nothing else should depend on that cluster.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { inPreparedMachine } from "../testbed/node/index.ts";

const root = join(import.meta.dirname, "..");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kubeconfig: { type: "string" },
    image: { type: "string" },
    "sonobuoy-image": { type: "string" },
  },
});
const tests = positionals.length > 0 ? positionals : [join(root, "test/cluster/*.test.ts")];
const mocha = [join(root, "node_modules/mocha/bin/mocha.js"), "--timeout", "30m", ...tests];

async function onForeignCluster(kubeconfig: string): Promise<number> {
  const { image, "sonobuoy-image": sonobuoyImage } = options;
  if (image === undefined || sonobuoyImage === undefined)
    throw new Error(
      "With --kubeconfig, name the images that the cluster can pull: --image and --sonobuoy-image.",
    );
  const env = {
    ...process.env,
    TESTBED_KUBECONFIG: resolve(kubeconfig),
    TESTBED_IMAGE: image,
    TESTBED_SONOBUOY_IMAGE: sonobuoyImage,
  };
  const [code] = await once(spawn(process.execPath, mocha, { stdio: "inherit", env }), "exit");
  return code ?? 1;
}

const { kubeconfig } = options;
process.exitCode =
  kubeconfig === undefined
    ? await inPreparedMachine([process.execPath, ...mocha], {
        onProgress: (line) => process.stderr.write(`${line}\n`),
      })
    : await onForeignCluster(kubeconfig);

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
import { open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { inMachine, prepareMachines } from "../testbed/node/index.ts";

const root = join(import.meta.dirname, "..");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kubeconfig: { type: "string" },
    image: { type: "string" },
    "sonobuoy-image": { type: "string" },
  },
});
const folder = join(root, "test/cluster");
/** Waits for minutes and hardly works, so it has a machine of its own beside the others'. */
const slow = join(folder, "faults.test.ts");

async function tests(): Promise<string[]> {
  if (positionals.length > 0) return positionals;
  const names = (await readdir(folder)).filter((name) => name.endsWith(".test.ts"));
  return names.map((name) => join(folder, name)).sort();
}

const mochaOf = (files: readonly string[]) => [
  join(root, "node_modules/mocha/bin/mocha.js"),
  "--timeout",
  "30m",
  ...files,
];

async function onForeignCluster(kubeconfig: string, files: readonly string[]): Promise<number> {
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
  const [code] = await once(spawn(process.execPath, mochaOf(files), { stdio: "inherit", env }), "exit");
  return code ?? 1;
}

/** Two machines side by side; what the second one prints comes when it is done. */
async function inMachines(files: readonly string[]): Promise<number> {
  const own = files.filter((file) => file !== slow);
  await prepareMachines({ onProgress: (line) => process.stderr.write(`${line}\n`) });
  const run = (which: readonly string[], output?: number) =>
    inMachine([process.execPath, ...mochaOf(which)], output);
  if (own.length === 0 || own.length === files.length) return run(files);
  const path = join(tmpdir(), `dvs-test-cluster-${process.pid}.log`);
  const log = await open(path, "w+");
  try {
    const first = run(own);
    const second = await run([slow], log.fd);
    const code = await first;
    process.stdout.write(await readFile(path));
    return code || second;
  } finally {
    await log.close();
    await rm(path);
  }
}

const { kubeconfig } = options;
const files = await tests();
process.exitCode =
  kubeconfig === undefined ? await inMachines(files) : await onForeignCluster(kubeconfig, files);

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
/**
 * Tests that have a machine of their own beside that of the others: those of faults wait for minutes and hardly work;
 * those of engines take as long as all others together.
 */
const apart: readonly RegExp[] = [/\/faults\.test\.ts$/, /\/(engines|\w+-exemptions)\.test\.ts$/];

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

/** Machines side by side; what all but the first print comes when they are done. What was named shares one machine. */
async function inMachines(files: readonly string[]): Promise<number> {
  await prepareMachines({ onProgress: (line) => process.stderr.write(`${line}\n`) });
  const run = (which: readonly string[], output?: number) =>
    inMachine([process.execPath, ...mochaOf(which)], output);
  if (positionals.length > 0) return run(files);
  const groups = Map.groupBy(files, (file) => apart.findIndex((pattern) => pattern.test(file)));
  const [first = [], ...others] = [...groups.entries()].sort(([a], [b]) => a - b).map(([, own]) => own);
  const aside = others.map(async (own, index) => {
    const path = join(tmpdir(), `dvs-test-cluster-${process.pid}-${index}.log`);
    const log = await open(path, "w+");
    const code = await run(own, log.fd);
    await log.close();
    return { code, path };
  });
  let worst = await run(first);
  for (const { code, path } of await Promise.all(aside)) {
    process.stdout.write(await readFile(path));
    await rm(path);
    worst = worst || code;
  }
  return worst;
}

const { kubeconfig } = options;
const files = await tests();
process.exitCode =
  kubeconfig === undefined ? await inMachines(files) : await onForeignCluster(kubeconfig, files);

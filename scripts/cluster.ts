/**
 * A cluster with a node to try things in, with Sonobuoy's image and the plugin's: opens a shell in which kubectl,
 * sonobuoy and dvs work, or runs a command; at its end the cluster is gone. Takes root on Linux.
 *
 *   npm run cluster [-- --kind vap] [-- COMMAND]
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { clusterKindsFor } from "../demo/engine-sites/index.ts";
import { establish } from "../demo/establish.ts";
import {
  inMachine,
  machineCgroup,
  openTerminal,
  preparedImages,
  prepareMachines,
  startCluster,
} from "../testbed/node/index.ts";

const root = join(import.meta.dirname, "..");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { kind: { type: "string", default: "none" } },
});
const say = (line: string) => process.stderr.write(`${line}\n`);

async function open(): Promise<void> {
  const images = preparedImages();
  if (images === undefined) throw new Error("npm run cluster starts this");
  const image = images.plugin.reference;
  const kinds = clusterKindsFor(image.split("/", 1)[0] ?? "");
  const kind = kinds.find(({ id }) => id === options.kind);
  if (kind === undefined) throw new Error(`--kind is one of ${kinds.map(({ id }) => id).join(", ")}.`);
  const folder = await mkdtemp(join(tmpdir(), "dvs-cluster-"));
  const { id, podSecurityDefault, engines = [] } = kind;
  const site = { name: id, ...(podSecurityDefault !== undefined && { podSecurityDefault }) };
  const cluster = await startCluster({ site, images, engines });
  try {
    for (const name of ["deploy", "docs", "enforcement"]) await symlink(join(root, name), join(folder, name));
    const { kubeconfig } = cluster.site;
    const terminal = await openTerminal(folder, kubeconfig, [process.execPath, join(root, "cli/dvs.ts")]);
    await establish({ name: id, kubeconfig }, terminal, kind, image);
    say(`A site of the kind ${id}, with the images ${image} and ${images.sonobuoy.reference}. In ${folder}:`);
    const command = positionals.length > 0 ? ["-c", positionals.join(" ")] : [];
    const { status } = spawnSync("/bin/sh", command, { stdio: "inherit", cwd: folder, env: terminal.env });
    process.exitCode = status ?? 1;
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

if (machineCgroup() === undefined) {
  await prepareMachines({ onProgress: say });
  process.exitCode = await inMachine([process.execPath, import.meta.filename, ...process.argv.slice(2)]);
} else {
  await open();
}

/**
 * What the container's program costs a site: the time from its start to its first request, beside that of a Node.js
 * that does nothing, and the peak of its memory in a whole run. It is started as the image starts it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { siteKinds, startSiteKind } from "../demo/sites.ts";
import { bundle } from "../scripts/bundle/bundle.ts";
import { startTestbed } from "../testbed/index.ts";

const starts = 15;
const runs = 3;
const folder = await mkdtemp(join(tmpdir(), "dvs-bench-"));
const dist = join(folder, "dist");
await bundle(dist);
const dockerfile = await readFile(join(import.meta.dirname, "../Dockerfile"), "utf8");
const command: string[] = JSON.parse(/^CMD (.*)$/m.exec(dockerfile)?.[1] ?? "[]");
const args = command.slice(1).map((word) => word.replace("/opt/dvs", dist));

try {
  const own: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < starts; round += 1) {
    floor.push(await untilItEnds());
    own.push(await untilItsFirstRequest());
  }
  process.stdout.write(`
the container's program, ${((await stat(join(dist, "plugin.mjs"))).size / 1e6).toFixed(2)} MB; median (min–max)
  start to the first request   ${shown(own)} ms   target ≤ 300
  node that does nothing       ${shown(floor)} ms
`);
  const testbed = await startTestbed({ onProgress: (line) => process.stderr.write(`  ${line}\n`) });
  try {
    for (const kind of siteKinds.filter(({ id }) => id === "none" || id === "vap")) {
      const site = await startSiteKind(testbed, kind);
      const peaks: number[] = [];
      for (let round = 0; round < runs; round += 1) peaks.push(await peakOfARun(site.kubeconfig));
      process.stdout.write(`  peak of a run, site "${kind.id}"   ${shown(peaks)} MB   target ≤ 110\n`);
      await site.stop();
    }
  } finally {
    await testbed.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Milliseconds of a Node.js that does nothing. */
async function untilItEnds(): Promise<number> {
  const begin = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - begin;
}

/** Milliseconds from the start of the process to its first request. */
async function untilItsFirstRequest(): Promise<number> {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: "c", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: "u", token: "t" },
  );
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, config.exportConfig());
  const begin = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, KUBECONFIG: kubeconfig, RESULTS_DIR: folder },
    stdio: "ignore",
  });
  await once(server, "request");
  const taken = performance.now() - begin;
  child.kill("SIGKILL");
  server.closeAllConnections();
  server.close();
  return taken;
}

/** Megabytes that were resident at most, as the kernel counts for a process (VmHWM). */
async function peakOfARun(kubeconfig: string): Promise<number> {
  const sayPeak = `data:text/javascript,process.on("exit",()=>console.error("peak="+process.resourceUsage().maxRSS))`;
  const child = spawn(process.execPath, ["--import", sayPeak, ...args], {
    env: { ...process.env, KUBECONFIG: kubeconfig, RESULTS_DIR: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, "close");
  const kibibytes = Number(/^peak=(\d+)$/m.exec(said)?.[1]);
  if (code !== 0 || Number.isNaN(kibibytes)) throw new Error(said);
  return (kibibytes * 1024) / 1e6;
}

function shown(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, middle, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `${middle?.toFixed(0)} (${least?.toFixed(0)}–${most?.toFixed(0)})`;
}

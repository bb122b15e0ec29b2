/**
 * What dvs check costs, as the installed package for suppliers: its start beside a Node.js that does nothing; the time
 * for each of many manifests beside kube-linter and the Kyverno CLI on rules that can be compared; its memory by the
 * number of manifests. Machines are noisy, so rounds alternate and ratios of the same round count. A peer that cannot be
 * built is left out, and that is said.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmPackage, packageName } from "../scripts/npm/npm-package.ts";
import { buildComponents, componentVersion } from "../testbed/index.ts";
import { benchRegistry, writeManifests } from "./manifests.ts";

const starts = 25;
const rounds = 3;
const many = 10_000;
/** The Kyverno CLI gets fewer: what counts is the time for each. */
const fewer = 500;
const sizes = [1_000, 10_000, 50_000];

/** The checks of kube-linter that ask what one of the 14 policies asks. */
const kubeLinterChecks = [
  "drop-net-raw-capability",
  "host-ipc",
  "host-network",
  "host-pid",
  "latest-tag",
  "no-liveness-probe",
  "no-read-only-root-fs",
  "no-readiness-probe",
  "privilege-escalation-container",
  "privileged-container",
  "run-as-non-root",
  "sensitive-host-mounts",
  "unsafe-proc-mount",
  "unsafe-sysctls",
  "unset-cpu-requirements",
  "unset-memory-requirements",
];

/** Has a program of Node.js say its peak resident memory in KiB at its end. */
const sayPeak = `data:text/javascript,process.on("exit",()=>console.error("peak="+process.resourceUsage().maxRSS))`;
const folder = await mkdtemp(join(tmpdir(), "dvs-bench-"));
const say = (text: string) => process.stdout.write(`${text}\n`);
const progress = (line: string) => process.stderr.write(`  ${line}\n`);

try {
  const dvs = await installed();
  const one = join(await writeManifests(join(folder, "one"), 1), "application-0.yaml");
  const folders = new Map<number, string>();
  for (const count of new Set([1, fewer, many, ...sizes]))
    folders.set(count, await writeManifests(join(folder, `manifests-${count}`), count));
  const at = (count: number) => folders.get(count) ?? "";

  const own: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < starts; round += 1) {
    floor.push((await measured(process.execPath, ["-e", "0"])).seconds);
    own.push((await measured(process.execPath, [...dvs, "check", one])).seconds);
  }
  const ratio = median(own) / median(floor);
  say(`
one small manifest, the installed package under Node.js ${process.version}; milliseconds as median (min–max)
  dvs check              ${shown(own, 1000)}
  node that does nothing ${shown(floor, 1000)}
  ratio                  ${ratio.toFixed(2)}   target ≤ 3`);

  const check = [...dvs, "check", "--allowed-registries", benchRegistry, "--format", "json"];
  const peers = await peersThatAreThere(dvs);
  const ours: number[] = [];
  const theirs = new Map<Peer, number[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await forEach(process.execPath, (folder) => [...check, folder], many));
    for (const [{ program, args, count }, times] of theirs) times.push(await forEach(program, args, count));
  }
  say(
    `\n${many} manifests (${fewer} for Kyverno); milliseconds for each as median (min–max), without the start`,
  );
  say(`  ${"dvs check".padEnd(24)} ${shown(ours, 1000, 2)}`);
  for (const [{ name, target }, times] of theirs) {
    const ratios = times.map((time, round) => time / (ours[round] ?? Number.NaN));
    say(
      `  ${name.padEnd(24)} ${shown(times, 1000, 2)}   ${shown(ratios, 1, 1)} times as long, target ≥ ${target}`,
    );
  }

  /** Seconds for each manifest but the first, which stands for the start. */
  async function forEach(
    program: string,
    args: (folder: string) => readonly string[],
    count: number,
  ): Promise<number> {
    const alone = await measured(program, args(at(1)));
    const all = await measured(program, args(at(count)));
    return (all.seconds - alone.seconds) / (count - 1);
  }

  say("\npeak of resident memory, by the number of manifests");
  for (const count of sizes) {
    const { peak } = await measured(process.execPath, ["--import", sayPeak, ...check, at(count)]);
    say(`  ${String(count).padStart(6)}   ${peak?.toFixed(0)} MB`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** A program that judges manifests. */
interface Peer {
  readonly name: string;
  /** How many manifests it is given. */
  readonly count: number;
  /** How often our time for a manifest has to go into its. */
  readonly target: number;
  readonly program: string;
  readonly args: (folder: string) => readonly string[];
}

/** The peers that can be built, with rules as near to ours as they have: Kyverno takes ours themselves. */
async function peersThatAreThere(dvs: readonly string[]): Promise<Peer[]> {
  const config = join(folder, "kube-linter.yaml");
  await writeFile(
    config,
    JSON.stringify({ checks: { doNotAutoAddDefaults: true, include: kubeLinterChecks } }),
  );
  const policies = join(folder, "policies.yaml");
  const args = ["policies", "export", "--engine", "kyverno", "--allowed-registries", benchRegistry];
  const { out } = await measured(process.execPath, [...dvs, ...args]);
  await writeFile(policies, out);
  const known = [
    {
      component: "kube-linter",
      count: many,
      target: 1,
      args: (at: string) => ["lint", "--config", config, "--format", "json", at],
    },
    {
      component: "kyverno-cli",
      count: fewer,
      target: 5,
      args: (at: string) => ["apply", policies, "--resource", at],
    },
  ] as const;
  const there = known.map(async ({ component, ...peer }): Promise<Peer[]> => {
    try {
      const built = await buildComponents([component], { onProgress: progress });
      const name = `${component} ${await componentVersion(component)}`;
      return [{ ...peer, name, program: Object.values(built)[0] ?? "" }];
    } catch (error) {
      say(`${component} is left out: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  return (await Promise.all(there)).flat();
}

/** Packs and installs the package; gives the arguments by which Node.js runs it. */
async function installed(): Promise<readonly string[]> {
  const [made, home] = [join(folder, "made"), join(folder, "home")];
  await npmPackage(made);
  await mkdir(home);
  const packed = await measured("npm", ["pack", "--json", "--pack-destination", folder], made);
  const [{ filename }] = JSON.parse(packed.out);
  await measured("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, filename)], home);
  const manifest = JSON.parse(
    await readFile(join(home, "node_modules", packageName, "package.json"), "utf8"),
  );
  return [join(home, "node_modules", packageName, manifest.bin.dvs)];
}

interface Measured {
  readonly seconds: number;
  readonly out: string;
  /** Megabytes, where the program says it. */
  readonly peak: number | undefined;
}

/** Runs a program to its end; 1 is the exit code of findings for all of them. */
async function measured(program: string, args: readonly string[], cwd: string = folder): Promise<Measured> {
  const begin = performance.now();
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    // findings of ten thousand manifests are not what is measured
    if (out.length < 10_000_000) out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk).slice(-2000);
  });
  const [code] = await once(child, "close");
  const seconds = (performance.now() - begin) / 1000;
  if (code !== 0 && code !== 1) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${said}`);
  const peak = /^peak=(\d+)$/m.exec(said)?.[1];
  return { seconds, out, peak: peak === undefined ? undefined : (Number(peak) * 1024) / 1e6 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function shown(values: readonly number[], factor: number, digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const text = (value: number) => (value * factor).toFixed(digits);
  return `${text(median(values))} (${text(least)}–${text(most)})`;
}

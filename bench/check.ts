/**
 * What dvs check costs, as the installed package for suppliers: its start beside a Node.js that does nothing; the time
 * for each of many manifests beside kube-linter and the Kyverno CLI on rules that can be compared; its memory by the
 * number of manifests. Machines are noisy, so rounds alternate and ratios of the same round count. A peer that cannot be
 * built is left out, and that is said.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmPackage, packageName } from "../scripts/npm/npm-package.ts";
import { buildComponents, componentVersion } from "../testbed/index.ts";
import { benchRegistry, writeManifests } from "./manifests.ts";
import { type Measured, measured, sayPeak } from "./measured.ts";

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

  const own: Measured[] = [];
  const floor: Measured[] = [];
  for (let round = 0; round < starts; round += 1) {
    floor.push(await node("-e", "0"));
    own.push(await node(...dvs, "check", one));
  }
  const walls = (all: readonly Measured[]) => all.map(({ wall }) => wall);
  const processors = (all: readonly Measured[]) => all.reduce((sum, { processor }) => sum + processor, 0);
  say(`
one small manifest, the installed package under Node.js ${process.version}; milliseconds as median (min–max)
  dvs check                ${shown(walls(own), 1000)}
  node that does nothing   ${shown(walls(floor), 1000)}
  ratio                    ${(median(walls(own)) / median(walls(floor))).toFixed(2)}   target ≤ 3
  of processor time        ${(processors(own) / processors(floor)).toFixed(2)}`);

  const check = [...dvs, "check", "--allowed-registries", benchRegistry, "--format", "json"];
  const peers = await peersThatAreThere();
  const ours: Each[] = [];
  const theirs = new Map<Peer, Each[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await forEach(process.execPath, (place) => [...check, place], many));
    for (const [{ program, args, count }, times] of theirs) times.push(await forEach(program, args, count));
  }
  say(`
${many} manifests (${fewer} for Kyverno); for each, without the start, as median (min–max)
                             milliseconds       of processors      times as long      … of processors`);
  for (const [{ name, target }, times] of [[{ name: "dvs check", target: 0 }, ours] as const, ...theirs]) {
    const of = (key: keyof Each) =>
      shown(
        times.map((each) => each[key]),
        1000,
        2,
      ).padEnd(18);
    const ratios = (key: keyof Each) =>
      shown(
        times.map((each, round) => each[key] / (ours[round]?.[key] ?? Number.NaN)),
        1,
        1,
      ).padEnd(18);
    const beside = target === 0 ? "" : `${ratios("wall")} ${ratios("processor")} target ≥ ${target}`;
    say(`  ${name.padEnd(26)} ${of("wall")} ${of("processor")} ${beside}`);
  }

  /** What each manifest takes but the first, which stands for the start. */
  async function forEach(program: string, args: Peer["args"], count: number): Promise<Each> {
    const alone = await measured(program, args(at(1)), folder);
    const all = await measured(program, args(at(count)), folder);
    const each = (key: keyof Each) => (all[key] - alone[key]) / (count - 1);
    return { wall: each("wall"), processor: each("processor") };
  }

  say("\npeak of resident memory, by the number of manifests");
  for (const count of sizes) {
    const { peak } = await node("--import", sayPeak, ...check, at(count));
    say(`  ${String(count).padStart(6)}   ${peak.toFixed(0)} MB`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Seconds that a manifest takes. */
type Each = Pick<Measured, "wall" | "processor">;

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

/** The peers that can be built, with rules that ask what ours ask as far as they can. */
async function peersThatAreThere(): Promise<Peer[]> {
  const config = join(folder, "kube-linter.yaml");
  await writeFile(
    config,
    JSON.stringify({ checks: { doNotAutoAddDefaults: true, include: kubeLinterChecks } }),
  );
  const policies = join(import.meta.dirname, "peers/kyverno.yaml");
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

function node(...args: readonly string[]): Promise<Measured> {
  return measured(process.execPath, args, folder);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function shown(values: readonly number[], factor: number, digits = 0): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const text = (value: number) => (value * factor).toFixed(digits);
  return `${text(median(values))} (${text(least)}–${text(most)})`;
}

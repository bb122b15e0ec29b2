/**
 * What a report of many sites costs: time, memory and bytes by the number of sites; beside it what others need for a
 * page of the same JUnit files; and what a browser needs to show it. Machines are noisy, so rounds alternate and ratios
 * of the same round count. A peer that cannot be installed is left out, and that is said.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { z } from "zod";
import { writeJUnit } from "#results";
import { type Likeness, manySites } from "./many-sites.ts";

const run = promisify(execFile);
const rounds = 5;
const comparedAt = 200;
const peers = join(import.meta.dirname, "peers");
const folder = await mkdtemp(join(tmpdir(), "dvs-bench-"));
const say = (text: string) => process.stdout.write(`${text}\n`);

const onceShape = z.object({ model: z.number(), render: z.number(), bytes: z.number(), peak: z.number() });
type Once = z.infer<typeof onceShape>;

/** A program whose page is made of the same files. */
interface Peer {
  readonly name: string;
  /** Of our time for model and render to that of its whole command. */
  readonly target: number;
  readonly command: string;
  readonly args: readonly string[];
}

try {
  const table: string[] = [];
  for (const [count, likeness] of [
    [50, "mix"],
    [100, "mix"],
    [200, "mix"],
    [500, "mix"],
    [500, "different"],
  ] as const) {
    const measured: Once[] = [];
    const sites = await sitesIn(count, likeness);
    for (let round = 0; round < 3; round += 1) measured.push(await ours(sites));
    const of = (key: keyof Once) => median(measured.map((one) => one[key]));
    const megabytes = (of("bytes") / 1e6).toFixed(2);
    table.push(
      `  ${String(count).padStart(3)} ${likeness.padEnd(9)}  model ${of("model").toFixed(2)} s   render ${of("render").toFixed(2)} s   page ${megabytes.padStart(5)} MB   peak ${of("peak").toFixed(0)} MB`,
    );
  }
  say(
    `\nreports by the number of sites, medians; target at 500 sites of the mix: at most 3 MB\n${table.join("\n")}`,
  );
  await beside(await sitesIn(comparedAt, "mix"));
  await inBrowser(join(folder, "500-mix.html"));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** A folder with the JUnit files of so many sites. */
async function sitesIn(count: number, likeness: Likeness): Promise<string> {
  const place = join(folder, `${count}-${likeness}`);
  if (existsSync(place)) return place;
  await mkdir(place);
  for (const { name, result } of manySites(count, likeness))
    if (result !== undefined) await writeFile(join(place, `${name.split(".")[0]}.xml`), writeJUnit(result));
  return place;
}

async function ours(sites: string): Promise<Once> {
  const { stdout } = await run(process.execPath, [
    join(import.meta.dirname, "report-once.ts"),
    sites,
    `${sites}.html`,
  ]);
  return onceShape.parse(JSON.parse(stdout));
}

async function beside(sites: string): Promise<void> {
  const found = (await Promise.all([xunitViewer(sites), junit2html(sites)])).flatMap((peer) => peer ?? []);
  const own: number[] = [];
  const theirs = new Map(found.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const { model, render } = await ours(sites);
    own.push(model + render);
    for (const peer of found) theirs.get(peer.name)?.push(await seconds(peer));
  }
  say(`\n${comparedAt} sites, seconds as median (min–max)\n  model and render        ${shown(own)}`);
  for (const { name, target } of found) {
    const taken = theirs.get(name) ?? [];
    const ratios = own.map((value, index) => value / (taken[index] ?? Number.NaN));
    say(`  ${name.padEnd(22)}  ${shown(taken)}   ratio ${shown(ratios)}   target ≤ ${target}`);
  }
}

async function seconds({ command, args }: Peer): Promise<number> {
  const begin = performance.now();
  const child = spawn(command, args, { stdio: "ignore", cwd: folder });
  const [code] = await once(child, "exit");
  // junit2html ends with the number of failed suites
  if (code === null || code > 1) throw new Error(`${command} ended with ${code}`);
  return (performance.now() - begin) / 1000;
}

async function xunitViewer(sites: string): Promise<Peer | undefined> {
  const place = join(folder, "xunit-viewer");
  await mkdir(place);
  await copyFile(join(peers, "package.json"), join(place, "package.json"));
  return installed("xunit-viewer", async () => {
    await run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: place });
    const program = join(place, "node_modules/.bin/xunit-viewer");
    const args = [program, "-r", sites, "-o", join(folder, "xunit-viewer.html")];
    return { name: "xunit-viewer", target: 0.7, command: process.execPath, args };
  });
}

async function junit2html(sites: string): Promise<Peer | undefined> {
  const place = join(folder, "venv");
  return installed("junit2html", async () => {
    await run("python3", ["-m", "venv", place]);
    await run(join(place, "bin/pip"), ["install", "-q", "-r", join(peers, "requirements.txt")]);
    const files = (await readdir(sites)).sort().map((name) => join(sites, name));
    const args = ["--report-matrix", join(folder, "matrix.html"), ...files];
    return { name: "junit2html, matrix", target: 0.2, command: join(place, "bin/junit2html"), args };
  });
}

async function installed(name: string, install: () => Promise<Peer>): Promise<Peer | undefined> {
  try {
    return await install();
  } catch (error) {
    const [line] = String(error instanceof Error ? error.message : error).split("\n");
    say(`\n${name} could not be installed and is left out: ${line}`);
    return undefined;
  }
}

/** First paint, and the time from a keystroke in the filter to the frame after it. */
async function inBrowser(page: string): Promise<void> {
  const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    say(`\nthere is no Chromium at ${executablePath}; nothing is measured in a browser`);
    return;
  }
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu"],
  });
  try {
    const paints: number[] = [];
    const keys: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await tab.goto(pathToFileURL(page).href);
      paints.push(await tab.evaluate(firstPaint));
      const field = tab.locator('#controls input[type="search"]');
      keys.push(...(await field.evaluate(keystrokes, [..."kyverno"])));
      await tab.close();
    }
    say(`\nin Chromium, 500 sites, milliseconds\n  first paint         ${shown(paints, 0)}`);
    say(`  filter, keystroke   ${shown(keys, 0)}   target ≤ 50`);
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
function firstPaint(): number {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return paint?.startTime ?? Number.NaN;
}

/** Runs in the page: milliseconds from each keystroke until the next frame, with what it changed, is laid out. */
async function keystrokes(field: unknown, letters: readonly string[]): Promise<number[]> {
  const input = field as {
    value: string;
    dispatchEvent(event: Event): void;
    ownerDocument: { body: { offsetHeight: number } };
  };
  const { requestAnimationFrame } = globalThis as unknown as {
    requestAnimationFrame(work: (time: number) => void): void;
  };
  const taken: number[] = [];
  for (const letter of letters) {
    const begin = performance.now();
    input.value += letter;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    // asking for a height makes the browser lay the page out at once
    if (input.ownerDocument.body.offsetHeight >= 0) taken.push(performance.now() - begin);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return taken;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function shown(values: readonly number[], digits = 2): string {
  return `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** What a program took. */
export interface Measured {
  /** Seconds until it ended. */
  readonly wall: number;
  /** Seconds of processors, by all its threads; NaN where the kernel does not say. Other programs hardly change it. */
  readonly processor: number;
  /** What it printed, its beginning. */
  readonly out: string;
  /** Megabytes, if it was asked for by {@link sayPeak}. */
  readonly peak: number;
}

/** Has a program of Node.js say its peak resident memory in KiB at its end: an argument behind `--import`. */
export const sayPeak =
  'data:text/javascript,process.on("exit",()=>console.error("peak="+process.resourceUsage().maxRSS))';

/** How much of the output is kept: findings of ten thousand manifests are not what is measured. */
const mostOutput = 10_000_000;

/**
 * Runs a program to its end; no other may run in this process meanwhile.
 * @throws Error if its exit code is neither 0 nor 1, by which checks say that they found something
 */
export async function measured(program: string, args: readonly string[], cwd: string): Promise<Measured> {
  const before = ofChildren();
  const begin = performance.now();
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    if (out.length < mostOutput) out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  const [code] = await once(child, "close");
  const wall = (performance.now() - begin) / 1000;
  if (code !== 0 && code !== 1) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${said}`);
  const peak = (Number(/^peak=(\d+)$/m.exec(said)?.[1]) * 1024) / 1e6;
  return { wall, processor: ofChildren() - before, out, peak };
}

/** Seconds of processors that ended children took, cutime and cstime of proc(5), in hundredths of a second. */
function ofChildren(): number {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { goEnvironment } from "./toolchain.ts";

/** One program to build. */
export interface GoBuild {
  /** The program's name, for progress and error messages. */
  readonly name: string;
  readonly package: string;
  readonly flags: readonly string[];
  /** The directory that has the go.mod. */
  readonly moduleDirectory: string;
  /** Where the program is to be; appears there only when it is complete. */
  readonly output: string;
  readonly onProgress: (line: string) => void;
}

/**
 * Builds one Go program, reproducibly and without C.
 * @throws Error with the last lines of the compiler's output
 */
export async function goBuild({ name, output, onProgress, ...build }: GoBuild): Promise<void> {
  await mkdir(dirname(output), { recursive: true });
  // Under a name of its own, because another process may be building the same program at this moment.
  const unfinished = `${output}.${randomUUID()}`;
  const args = ["build", "-mod=readonly", "-trimpath", "-buildvcs=false", ...build.flags];
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  onProgress(`Building ${name} from source. The first build of all components takes some minutes.`);
  const ticker = setInterval(() => onProgress(`Still building ${name} (${seconds()} s)`), 10_000);
  try {
    await run([...args, "-o", unfinished, build.package], build.moduleDirectory, name);
    await rename(unfinished, output);
  } finally {
    clearInterval(ticker);
    await rm(unfinished, { force: true });
  }
  onProgress(`Built ${name} in ${seconds()} s.`);
}

async function run(args: readonly string[], cwd: string, name: string): Promise<void> {
  const go = spawn("go", args, { cwd, env: goEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString("utf8")).slice(-20_000);
  };
  go.stdout.on("data", collect);
  go.stderr.on("data", collect);
  const code = await new Promise<number | string>((resolve, reject) => {
    go.once("error", reject);
    go.once("close", (exitCode, signal) => resolve(exitCode ?? signal ?? "no exit code"));
  });
  if (code === 0) return;
  const end = output.trimEnd().split("\n").slice(-20).join("\n");
  throw new Error(`Building ${name} failed: "go build" ended with ${code}. The end of its output:\n${end}`);
}

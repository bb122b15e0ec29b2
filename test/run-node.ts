import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { compileCache } from "./compile-cache.ts";

/** What a program did: exit code, stdout, stderr. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

/** Runs a program under this Node, with nothing of this process's environment but the PATH and the place of compiled code. */
export async function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = process.cwd(),
): Promise<Ran> {
  return ranToEnd(
    spawn(process.execPath, args, {
      cwd,
      env: { PATH: process.env["PATH"] ?? "", ...compileCache, ...env },
    }),
  );
}

/** Waits for a program to end, and takes what it printed. */
export async function ranToEnd(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  let out = "";
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, "close");
  return { code, out, said };
}

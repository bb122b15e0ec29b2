import { spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";

/** What a program did. */
export type Ran =
  | { readonly kind: "done"; readonly code: number; readonly out: Uint8Array; readonly said: string }
  | { readonly kind: "missing" };

/** Runs a program of the user's, without a shell. */
export async function runProgram(program: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" || error.code === "EACCES" ? resolve(undefined) : reject(error),
    );
    child.on("close", (code) => resolve(code ?? 1));
  });
  const [code, out, said] = await Promise.all([ended, buffer(child.stdout), text(child.stderr)]);
  return code === undefined ? { kind: "missing" } : { kind: "done", code, out, said };
}

import { execFile } from "node:child_process";

/** What a program that has ended left. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

/**
 * Runs a program to its end.
 * @param command the program, followed by its arguments
 * @param env added to this process's environment
 * @param cwd its working directory, if it is not this process's
 * @throws Error if it could not be started
 */
export async function endedProgram(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const options = { env: { ...process.env, ...env }, maxBuffer: 256 * 1024 * 1024, cwd };
  execFile(program, args, options, (error, out, said) => {
    if (error !== null && typeof error.code !== "number" && error.signal === undefined) reject(error);
    else resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, said });
  });
  return promise;
}

/**
 * Runs a program that has to succeed.
 * @returns what it wrote to standard output
 * @throws Error that quotes what it said, if it ended with another code than 0
 */
export async function runProgram(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<string> {
  const { code, out, said } = await endedProgram(command, env, cwd);
  if (code === 0) return out;
  throw new Error(`"${command.join(" ")}" ended with ${code}: ${`${said}${out}`.trim().slice(-2000)}`);
}

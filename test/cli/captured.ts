/** What a command returned and wrote. */
export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process and keeps what it writes; mocha's own lines come between commands only. */
export async function captured(run: () => Promise<number>): Promise<Captured> {
  const { stdout, stderr } = process;
  const written = { stdout: "", stderr: "" };
  const original = { stdout: stdout.write, stderr: stderr.write };
  stdout.write = ((chunk: string | Uint8Array) => {
    written.stdout += String(chunk);
    return true;
  }) as typeof stdout.write;
  stderr.write = ((chunk: string | Uint8Array) => {
    written.stderr += String(chunk);
    return true;
  }) as typeof stderr.write;
  try {
    const code = await run();
    return { code, ...written };
  } finally {
    stdout.write = original.stdout;
    stderr.write = original.stderr;
  }
}

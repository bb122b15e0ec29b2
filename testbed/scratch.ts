import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary directory that does not outlive this process. */
export interface Scratch {
  readonly path: string;
  /** Removes the directory and what is in it. */
  remove(): Promise<void>;
}

// Sleeps on a pipe to this process and removes the directory when the pipe closes, a moment later than the programs
// that write to it are killed by the same event.
const janitor = `read -r _; sleep "$2"; rm -rf -- "$1"`;

/** Creates an empty directory, readable by this user only, that is removed even when this process is killed. */
export async function createScratch(): Promise<Scratch> {
  const path = await mkdtemp(join(tmpdir(), "dvs-testbed-"));
  const shell = spawn("/bin/sh", ["-c", janitor, "dvs-testbed-janitor", path, "1"], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.stdin.on("error", () => {});
  await once(shell, "spawn");
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true });
      if (shell.exitCode !== null || shell.signalCode !== null) return;
      const ended = once(shell, "exit");
      shell.kill("SIGKILL");
      await ended;
    },
  };
}

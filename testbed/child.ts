import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { until } from "./until.ts";

/** A program that runs as long as this process lives and has not stopped it. */
export interface Child {
  /**
   * Waits until `condition` is true. When that takes longer or the program ends by itself, stops it.
   * @param what names the awaited state, as it stands in "Waited in vain for …"
   * @throws Error with the end of the program's log
   */
  until(what: string, condition: () => Promise<boolean>, timeoutSeconds: number): Promise<void>;
  /** Ends the program at once (SIGKILL) and returns when it is gone. May be called again. */
  stop(): Promise<void>;
}

// The shell's standard input is a pipe to this process. It closes when stop() closes it and also, without anybody's
// doing, when this process dies of whatever cause; then the subshell wakes up and kills the program.
const wrapper = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
exec >/dev/null 2>&1
( read -r _ <&3; kill -9 $program ) &
watcher=$!
wait $program
status=$?
kill $watcher
exit $status
`;

/**
 * Starts a program in a process group of its own (so that Ctrl-C reaches only this process) and makes sure that it
 * does not outlive this process.
 * @param name what people call the program, for error messages
 * @param command the path of the program, followed by its arguments
 * @param logFile is created or appended to
 */
export async function startChild(name: string, command: readonly string[], logFile: string): Promise<Child> {
  const log = openSync(logFile, "a", 0o600);
  const logStart = fstatSync(log).size;
  const shell = spawn("/bin/sh", ["-c", wrapper, name, ...command], {
    detached: true,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => shell.once("exit", () => resolve()));
  // A program that ends early breaks the pipe; the exit itself is what gets reported.
  shell.stdin?.on("error", () => {});
  await once(shell, "spawn");

  let stopping = false;
  const abandon = () => {
    if (stopping || (shell.exitCode === null && shell.signalCode === null)) return undefined;
    return new Error(`${name} ended by itself (${shell.signalCode ?? `exit code ${shell.exitCode}`})`);
  };
  const stop = async () => {
    stopping = true;
    shell.stdin?.destroy();
    await ended;
  };
  return {
    async until(what, condition, timeoutSeconds) {
      try {
        await until(what, condition, { timeoutSeconds, abandon });
      } catch (error) {
        await stop();
        const message = error instanceof Error ? error.message : String(error);
        const log = readFileSync(logFile).subarray(logStart).toString("utf8").trimEnd();
        const end = log.split("\n").slice(-15).join("\n");
        throw new Error(`${message}. The end of the log of ${name}:\n${end}`, { cause: error });
      }
    },
    stop,
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";

/** Set in the environment of everything that runs inside. */
const mark = "DVS_TEST_MACHINE";

/** Whether this process runs in a machine of {@link inMachine}. */
export function insideMachine(env: NodeJS.ProcessEnv = process.env): boolean {
  return env[mark] !== undefined;
}

// The first process of a process namespace inherits every orphan, such as the shims of containers, and has to reap them;
// the shell does so while it waits. Mounts of pods must be shared with the kubelet's children, but with nobody outside.
const init = `mount --make-rshared / && "$@" & wait $!`;

/**
 * Runs a command in network, mount and process namespaces of its own, with this process's terminal. Nothing in there
 * reaches any network, and when the command or this process ends, of whatever cause, the kernel ends all that was started
 * in there and undoes its mounts and links.
 * @param command the path of the program, followed by its arguments
 * @returns its exit code; 128 and the number of the signal that ended it
 * @throws Error on systems other than Linux and for users other than root
 */
export async function inMachine(command: readonly string[]): Promise<number> {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    throw new Error(
      "A node with containers takes Linux and root. Run this as root, or name an existing test cluster with --kubeconfig.",
    );
  const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc"];
  const child = spawn("unshare", [...namespaces, "/bin/sh", "-c", init, "init", ...command], {
    stdio: "inherit",
    env: { ...process.env, [mark]: "1" },
  });
  // Ctrl-C reaches the command as well, which tidies up and ends; whoever ends only us ends it too
  const ignore = () => {};
  process.on("SIGINT", ignore);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code, signal] = await once(child, "exit");
  process.off("SIGINT", ignore);
  return code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}

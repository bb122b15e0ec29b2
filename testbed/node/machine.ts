import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, rmdir } from "node:fs/promises";
import { constants } from "node:os";
import { createScratch } from "../scratch.ts";
import { cgroupOf, removeCgroups } from "./cgroups.ts";

/** Set in the environment of everything that runs inside: the id of the machine. */
const mark = "TESTBED_MACHINE";

/**
 * The cgroup below which all pods of this machine are.
 * @returns undefined if this process does not run in a machine of {@link inMachine}
 */
export function machineCgroup(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const id = env[mark];
  return id === undefined ? undefined : cgroupOf(id);
}

/** Folders into which the programs write whatever they are told; inside they are empty ones in memory. */
const covered = ["/run", "/var/log", "/var/lib/cni", "/var/lib/kubelet"];

/** What a kubelet sets for the whole computer, below /proc/sys; inside it writes to copies. */
const settings = [
  "vm/overcommit_memory",
  "vm/panic_on_oom",
  "kernel/panic",
  "kernel/panic_on_oops",
  "kernel/keys/root_maxkeys",
  "kernel/keys/root_maxbytes",
];

// The first process of a process namespace inherits every orphan, such as the shims of containers, and has to reap them;
// the shell does so while it waits. Mounts of pods must be shared with the kubelet's children, but with nobody outside.
const init = `
mount --make-rshared / || exit
for folder in ${covered.join(" ")}; do
  mount -t tmpfs dvs "$folder" || exit
done
for setting in ${settings.join(" ")}; do
  copy="/run/$(echo "$setting" | tr / -)"
  cat "/proc/sys/$setting" > "$copy" && mount --bind "$copy" "/proc/sys/$setting" || exit
done
"$@" & wait $!`;

/**
 * Runs a command in network, mount and process namespaces of its own; several may be at work at once. Nothing in there
 * reaches any network, and when the command or this process ends, of whatever cause, the kernel ends all that was started
 * in there and undoes its mounts and links. Temporary files go to a folder that is removed then.
 * @param command the path of the program, followed by its arguments
 * @param output a file that gets what it prints, in place of the terminal
 * @returns its exit code; 128 and the number of the signal that ended it
 * @throws Error on systems other than Linux and for users other than root
 */
export async function inMachine(
  command: readonly string[],
  output: "inherit" | number = "inherit",
): Promise<number> {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    throw new Error(
      "A node with containers takes Linux and root. Run this as root, or name an existing test cluster with --kubeconfig.",
    );
  const id = `${process.pid}.${randomBytes(3).toString("hex")}`;
  const scratch = await createScratch();
  const made: string[] = [];
  for (const folder of covered) {
    const first = await mkdir(folder, { recursive: true });
    if (first !== undefined) made.push(folder);
  }
  const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc"];
  const child = spawn("unshare", [...namespaces, "/bin/sh", "-c", init, "init", ...command], {
    stdio: ["inherit", output, output],
    env: { ...process.env, [mark]: id, TMPDIR: scratch.path },
  });
  // unshare itself is deaf to other signals, and takes everything with it
  const end = () => child.kill("SIGKILL");
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const [code, signal] = await once(child, "exit");
    return code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    await removeCgroups(id);
    for (const folder of made) await rmdir(folder).catch(() => undefined);
    await scratch.remove();
  }
}

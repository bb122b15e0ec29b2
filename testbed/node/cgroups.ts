import { mkdir, readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { exists } from "../exists.ts";
import { until } from "../until.ts";

const mounted = "/sys/fs/cgroup";
const prefix = "dvs-machine-";

/**
 * The name of a machine's cgroup, below the root of each hierarchy.
 * @param id of the machine: begins with the number of the process outside that it belongs to
 */
export function cgroupOf(id: string): string {
  return `${prefix}${id}`;
}

/** Makes a cgroup in every hierarchy, as a kubelet wants to find it. */
export async function makeCgroup(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) await mkdir(join(hierarchy, name), { recursive: true });
}

/**
 * Removes the cgroups of a machine, and of those whose process has ended: the kernel has ended all that was in them.
 * @param ended the id of a machine of this process
 */
export async function removeCgroups(ended: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    for (const name of await readdir(hierarchy)) {
      if (!name.startsWith(prefix)) continue;
      const id = name.slice(prefix.length);
      const owner = `/proc/${id.split(".", 1)[0]}`;
      if (id === ended || !(await exists(owner))) await removeTree(join(hierarchy, name));
    }
  }
}

/** Version 2 has one hierarchy, version 1 one for each controller. */
async function hierarchies(): Promise<string[]> {
  if (await exists(join(mounted, "cgroup.controllers"))) return [mounted];
  const entries = await readdir(mounted, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(mounted, name));
}

/** A cgroup's files cannot be deleted, they vanish with it; a process that is still dying keeps it for a moment. */
async function removeTree(cgroup: string): Promise<void> {
  for (const entry of await readdir(cgroup, { withFileTypes: true }).catch(() => []))
    if (entry.isDirectory()) await removeTree(join(cgroup, entry.name));
  const removed = async () => {
    await rmdir(cgroup);
    return true;
  };
  await until("the cgroup to be empty", removed, { timeoutSeconds: 3 }).catch(() => undefined);
}

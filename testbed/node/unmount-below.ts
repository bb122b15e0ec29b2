import { endedProgram } from "../run-program.ts";

/** Undoes all mounts below a directory, such as the volumes and root file systems of containers that were killed. */
export async function unmountBelow(directory: string): Promise<void> {
  const { out } = await endedProgram(["findmnt", "--list", "--noheadings", "--output", "TARGET"]);
  const below = out.split("\n").filter((target) => target.startsWith(`${directory}/`));
  for (const target of below.reverse()) await endedProgram(["umount", "--lazy", target]);
}

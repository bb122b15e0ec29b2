import { chmod, mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { buildComponents } from "../components.ts";
import { type Ended, endedProgram } from "../run-program.ts";

/** A folder in which an operator types. */
export interface Terminal {
  readonly folder: string;
  /** The environment of what is typed. */
  readonly env: NodeJS.ProcessEnv;
  /**
   * Types a line: any commands of the shell, among them sonobuoy, kubectl and dvs. Nothing is asked on the way.
   * @param env added to the environment for this line
   */
  type(line: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
}

/**
 * Opens a terminal of an operator of a cluster.
 * @param folder is created; also holds the operator's programs
 * @param kubeconfig of the cluster
 * @param dvs the program and its arguments that stand for the command `dvs`
 */
export async function openTerminal(
  folder: string,
  kubeconfig: string,
  dvs: readonly string[],
): Promise<Terminal> {
  const { sonobuoy, kubectl } = await buildComponents(["sonobuoy", "kubectl"]);
  const programs = join(folder, ".programs");
  await mkdir(programs, { recursive: true });
  const quoted = dvs.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  await writeFile(join(programs, "dvs"), `#!/bin/sh\nexec ${quoted} "$@"\n`);
  await chmod(join(programs, "dvs"), 0o755);
  const path = [
    programs,
    dirname(sonobuoy),
    dirname(kubectl),
    dirname(process.execPath),
    process.env["PATH"],
  ];
  const own = { KUBECONFIG: kubeconfig, HOME: folder, LC_ALL: "C.UTF-8", PATH: path.join(delimiter) };
  return {
    folder,
    env: { ...process.env, ...own },
    type: (line, env = {}) => endedProgram(["/bin/sh", "-c", line], { ...own, ...env }, folder),
  };
}

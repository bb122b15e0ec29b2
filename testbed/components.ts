import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { goBuild } from "./go-build.ts";
import { goVersion } from "./toolchain.ts";

export type ComponentName = "etcd" | "kube-apiserver" | "kube-controller-manager" | "kubectl";

/** What the functions take that may have to build something. */
export interface ProgressOptions {
  /** Receives single lines for people, without a line end. */
  readonly onProgress?: (line: string) => void;
}

const moduleDirectory = join(import.meta.dirname, "go");
const kubernetes = "k8s.io/kubernetes";
const etcd = "go.etcd.io/etcd/server/v3";

/**
 * Paths of the programs named, built from their Go modules unless this user has built the same versions before.
 * They are kept in `$DVS_CACHE`, else in `dvs` below `$XDG_CACHE_HOME` or `~/.cache`, so that another checkout of
 * this project finds them. The first build takes some minutes and needs the Go module proxy.
 * @throws MissingToolchain when Go is missing or too old
 * @throws Error with the end of the compiler's output when a build fails
 */
export async function buildComponents<const Name extends ComponentName>(
  names: readonly Name[],
  { onProgress = () => {} }: ProgressOptions = {},
): Promise<Record<Name, string>> {
  const goMod = await readFile(join(moduleDirectory, "go.mod"), "utf8");
  const goSum = await readFile(join(moduleDirectory, "go.sum"), "utf8");
  const go = await goVersion(wordAfter(goMod, "go"));
  const hash = createHash("sha256").update(`${go}\n${goMod}\n${goSum}`).digest("hex").slice(0, 16);
  const pathOf = (name: ComponentName, module: string) =>
    join(cacheDirectory(), `${name}-${wordAfter(goMod, module)}-${hash}`, name);
  const paths: Record<ComponentName, string> = {
    etcd: pathOf("etcd", etcd),
    "kube-apiserver": pathOf("kube-apiserver", kubernetes),
    "kube-controller-manager": pathOf("kube-controller-manager", kubernetes),
    kubectl: pathOf("kubectl", kubernetes),
  };
  for (const name of names) {
    if (await exists(paths[name])) continue;
    await goBuild({
      name,
      package: name === "etcd" ? etcd : `${kubernetes}/cmd/${name}`,
      flags: ["-ldflags", linkerFlags(wordAfter(goMod, kubernetes))],
      moduleDirectory,
      output: paths[name],
      onProgress,
    });
  }
  return paths;
}

// Without these the API server calls itself v0.0.0-master, and policy engines refuse to work with it.
function linkerFlags(version: string): string {
  const [major, minor] = version.replace(/^v/, "").split(".");
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor };
  const settings = Object.entries(values).map(([key, v]) => `-X k8s.io/component-base/version.${key}=${v}`);
  return ["-s", "-w", ...settings].join(" ");
}

/** In go.mod, a version is the word after "go" or after a module's path, at the start of a line. */
function wordAfter(goMod: string, key: string): string {
  for (const line of goMod.split("\n")) {
    const [first, second] = line.trim().split(/\s+/);
    if (first === key && second !== undefined && /^v?\d/.test(second)) return second;
  }
  throw new Error(`testbed/go/go.mod names no version for "${key}". Restore the file.`);
}

function cacheDirectory(): string {
  const { DVS_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  return resolve(own || join(xdg || join(homedir(), ".cache"), "dvs"));
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

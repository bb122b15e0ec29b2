import { access } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { goBuild } from "./go-build.ts";
import { type GoModule, readGoModule } from "./go-module.ts";
import {
  defaultKubernetes,
  type KubernetesVersion,
  kubernetesVersions,
  supportedVersions,
} from "./kubernetes-version.ts";

export type ComponentName = "etcd" | "kube-apiserver" | "kube-controller-manager" | "kubectl";

/** What the functions take that may have to build something. */
export interface ProgressOptions {
  /** Receives single lines for people, without a line end. */
  readonly onProgress?: (line: string) => void;
}

/** What to build. */
export interface BuildOptions extends ProgressOptions {
  /** The version of kube-apiserver; the other components exist in one version only, which serves all. */
  readonly kubernetes?: KubernetesVersion;
}

const kubernetesPath = "k8s.io/kubernetes";
const etcdPath = "go.etcd.io/etcd/server/v3";

/**
 * Paths of the programs named, built from their Go modules unless this user has built the same versions before.
 * They are kept in `$DVS_CACHE`, else in `dvs` below `$XDG_CACHE_HOME` or `~/.cache`, so that another checkout of
 * this project finds them. The first build takes some minutes and needs the Go module proxy.
 * @throws MissingToolchain when Go is missing or too old
 * @throws Error with the end of the compiler's output when a build fails
 */
export async function buildComponents<const Name extends ComponentName>(
  names: readonly Name[],
  { kubernetes = defaultKubernetes, onProgress = () => {} }: BuildOptions = {},
): Promise<Record<Name, string>> {
  const shared = await readGoModule(kubernetesVersions[defaultKubernetes]);
  const own = await readGoModule(kubernetesVersions[kubernetes]);
  const pathOf = (name: ComponentName, module: GoModule, path: string) =>
    join(cacheDirectory(), `${name}-${module.versionOf(path)}-${module.hash}`, name);
  const paths: Record<ComponentName, string> = {
    etcd: pathOf("etcd", shared, etcdPath),
    "kube-apiserver": pathOf("kube-apiserver", own, kubernetesPath),
    "kube-controller-manager": pathOf("kube-controller-manager", shared, kubernetesPath),
    kubectl: pathOf("kubectl", shared, kubernetesPath),
  };
  for (const name of names) {
    if (await exists(paths[name])) continue;
    const module = name === "kube-apiserver" ? own : shared;
    await goBuild({
      name: `${name} ${module.versionOf(name === "etcd" ? etcdPath : kubernetesPath)}`,
      package: name === "etcd" ? etcdPath : `${kubernetesPath}/cmd/${name}`,
      flags: [...module.tagFlags, "-ldflags", linkerFlags(module.versionOf(kubernetesPath))],
      moduleDirectory: module.directory,
      output: paths[name],
      onProgress,
    });
  }
  return paths;
}

/** Builds every program in every version that is not there yet: before several processes would each build the same. */
export async function buildEverything(options: ProgressOptions = {}): Promise<void> {
  await buildComponents(["etcd", "kube-apiserver", "kube-controller-manager", "kubectl"], options);
  for (const kubernetes of supportedVersions)
    await buildComponents(["kube-apiserver"], { ...options, kubernetes });
}

// Without these the API server calls itself v0.0.0-master, and policy engines refuse to work with it. Until 1.26 it is
// the second package that /version speaks of.
const versionPackages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];

function linkerFlags(version: string): string {
  const [major, minor] = version.replace(/^v/, "").split(".");
  const values = Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor });
  const settings = versionPackages.flatMap((path) => values.map(([key, v]) => `-X ${path}.${key}=${v}`));
  return ["-s", "-w", ...settings].join(" ");
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

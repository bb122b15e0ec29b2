import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { exists } from "./exists.ts";
import { goBuild } from "./go-build.ts";
import { type GoModuleSource, readGoModule } from "./go-module.ts";
import {
  defaultKubernetes,
  type KubernetesVersion,
  kubernetesVersions,
  supportedVersions,
} from "./kubernetes-version.ts";
import { openShiftModule } from "./openshift-module.ts";

/** What a program is built from: its module below testbed/ and its package there. */
interface Source {
  /** As in {@link kubernetesVersions}. */
  readonly module: GoModuleSource;
  /** The required module that gives the version, and the package of the program in it. */
  readonly path: string;
  readonly command: string;
  /** Whether only benchmarks need it; it is then built when one asks for it. */
  readonly forBenchmarks?: true;
}

const kubernetesPath = "k8s.io/kubernetes";
const containerdPath = "github.com/containerd/containerd/v2";
const sonobuoyPath = "github.com/vmware-tanzu/sonobuoy";
const actionlintPath = "github.com/rhysd/actionlint";
const kyvernoPath = "github.com/kyverno/kyverno";
const gatekeeperPath = "github.com/open-policy-agent/gatekeeper/v3";
const helmPath = "helm.sh/helm/v4";
const kubeLinterPath = "golang.stackrox.io/kube-linter";
const etcdPath = "go.etcd.io/etcd/server/v3";

const ofKubernetes = (program: string): Source => ({
  module: kubernetesVersions[defaultKubernetes],
  path: kubernetesPath,
  command: `${kubernetesPath}/cmd/${program}`,
});
const ofContainerd = (program: string): Source => ({
  module: { module: "go/containerd", tags: [] },
  path: containerdPath,
  command: `${containerdPath}/cmd/${program}`,
});

const ofKyverno = (program: string): Source => ({
  module: { module: "go/kyverno", tags: [] },
  path: kyvernoPath,
  command: `${kyvernoPath}/cmd/${program}`,
});

/** A program that the testbed can build. */
export type ComponentName =
  | "etcd"
  | "kube-apiserver"
  | "openshift-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kubelet"
  | "kubectl"
  | "containerd"
  | "containerd-shim-runc-v2"
  | "ctr"
  | "sonobuoy"
  | "actionlint"
  | "kyverno"
  | "kyverno-init"
  | "gatekeeper"
  | "helm"
  | "kube-linter"
  | "kyverno-cli";

const sources: Readonly<Record<ComponentName, Source>> = {
  etcd: { module: kubernetesVersions[defaultKubernetes], path: etcdPath, command: etcdPath },
  "kube-apiserver": ofKubernetes("kube-apiserver"),
  // a main program of ours: Kubernetes' API server and OpenShift's admission plug-in
  "openshift-apiserver": { module: openShiftModule, path: kubernetesPath, command: "." },
  "kube-controller-manager": ofKubernetes("kube-controller-manager"),
  "kube-scheduler": ofKubernetes("kube-scheduler"),
  kubelet: ofKubernetes("kubelet"),
  kubectl: ofKubernetes("kubectl"),
  containerd: ofContainerd("containerd"),
  "containerd-shim-runc-v2": ofContainerd("containerd-shim-runc-v2"),
  ctr: ofContainerd("ctr"),
  sonobuoy: { module: { module: "go/sonobuoy", tags: [] }, path: sonobuoyPath, command: sonobuoyPath },
  actionlint: {
    module: { module: "go/actionlint", tags: [] },
    path: actionlintPath,
    command: `${actionlintPath}/cmd/actionlint`,
  },
  kyverno: ofKyverno("kyverno"),
  "kyverno-init": ofKyverno("kyverno-init"),
  gatekeeper: {
    module: { module: "go/gatekeeper", tags: [] },
    path: gatekeeperPath,
    command: gatekeeperPath,
  },
  helm: { module: { module: "go/helm", tags: [] }, path: helmPath, command: `${helmPath}/cmd/helm` },
  "kube-linter": {
    module: { module: "go/kube-linter", tags: [] },
    path: kubeLinterPath,
    command: `${kubeLinterPath}/cmd/kube-linter`,
    forBenchmarks: true,
  },
  "kyverno-cli": {
    module: { module: "go/kyverno-cli", tags: [] },
    path: kyvernoPath,
    command: `${kyvernoPath}/cmd/cli/kubectl-kyverno`,
    forBenchmarks: true,
  },
};

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
  const paths = new Map<Name, string>();
  for (const name of names) {
    const { path, command, module } = sources[name];
    const own = name === "kube-apiserver" ? kubernetesVersions[kubernetes] : module;
    const read = await readGoModule(own);
    const version = read.versionOf(path);
    const output = join(cacheDirectory(), `${name}-${version}-${read.hash}`, name);
    paths.set(name, output);
    if (await exists(output)) continue;
    await goBuild({
      name: `${name} ${version}`,
      package: command,
      flags: [...read.tagFlags, "-ldflags", linkerFlags(path, version)],
      moduleDirectory: read.directory,
      output,
      onProgress,
    });
  }
  return Object.fromEntries(paths) as Record<Name, string>;
}

/** The version of a program that exists in one version only, with its leading "v". */
export async function componentVersion(name: ComponentName): Promise<string> {
  const { path, module } = sources[name];
  return (await readGoModule(module)).versionOf(path);
}

/** Builds every program of the tests in every version that is not there yet: before several processes would each build the same. */
export async function buildEverything(options: ProgressOptions = {}): Promise<void> {
  const names = Object.keys(sources) as ComponentName[];
  await buildComponents(
    names.filter((name) => sources[name].forBenchmarks === undefined),
    options,
  );
  for (const kubernetes of supportedVersions)
    await buildComponents(["kube-apiserver"], { ...options, kubernetes });
}

// Without these Sonobuoy runs the image of another version, the API server calls itself v0.0.0-master, and policy engines refuse to work with it. Until 1.26 it is
// the second package that /version speaks of.
const versionPackages = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"];

/** The variables in which other programs keep their version. */
const versionVariables: Readonly<Record<string, string>> = {
  [sonobuoyPath]: "pkg/buildinfo.Version",
  [kyvernoPath]: "pkg/version.BuildVersion",
  [gatekeeperPath]: "pkg/version.Version",
};

function linkerFlags(path: string, version: string): string {
  const variable = versionVariables[path];
  if (variable !== undefined) return `-s -w -X ${path}/${variable}=${version}`;
  if (path !== kubernetesPath) return "-s -w";
  const [major, minor] = version.replace(/^v/, "").split(".");
  const values = Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor });
  const settings = versionPackages.flatMap((path) => values.map(([key, v]) => `-X ${path}.${key}=${v}`));
  return ["-s", "-w", ...settings].join(" ");
}

/** The folder in which what was built is kept for later. */
export function cacheDirectory(): string {
  const { DVS_CACHE: own, XDG_CACHE_HOME: xdg } = process.env;
  return resolve(own || join(xdg || join(homedir(), ".cache"), "dvs"));
}

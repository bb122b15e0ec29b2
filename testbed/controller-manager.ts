import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { type Access, writeKubeconfig } from "./kubeconfig.ts";
import { request } from "./request.ts";

/** What a kube-controller-manager is started with. */
export interface ControllerManagerOptions {
  readonly binary: string;
  /** The site's name. */
  readonly name: string;
  /** As the user system:kube-controller-manager. */
  readonly access: Access;
  /** As a cluster administrator, to see whether the controllers work. */
  readonly admin: Access;
  /** Gets the program's kubeconfig, its copy of the certificate authority, and its log. */
  readonly directory: string;
  readonly serviceAccountKey: string;
  /** As `--controllers` takes them; the default is what an API server without nodes needs. */
  readonly controllers?: readonly string[];
}

// What an API server without nodes needs: namespaces that can be deleted, service accounts, quotas, aggregated roles
// such as "edit", and type checking of ValidatingAdmissionPolicies.
const withoutNodes = [
  "namespace-controller",
  "serviceaccount-controller",
  "serviceaccount-token-controller",
  "root-ca-certificate-publisher-controller",
  "resourcequota-controller",
  "garbage-collector-controller",
  "clusterrole-aggregation-controller",
  "validatingadmissionpolicy-status-controller",
];

/**
 * Starts a kube-controller-manager with a few controllers, and waits until it is seen to work.
 * @throws Error with the end of its log when it does not work within a minute
 */
export async function startControllerManager(options: ControllerManagerOptions): Promise<Child> {
  const inDirectory = (suffix: string) => join(options.directory, `kube-controller-manager${suffix}`);
  const [kubeconfig, rootCa] = [inDirectory(".kubeconfig"), inDirectory("-root-ca.crt")];
  await writeKubeconfig(kubeconfig, options.name, options.access);
  await writeFile(rootCa, options.access.certificateAuthority);
  // Nothing uses this service account, so it may be taken away to see whether the controllers put it back. That
  // tells a new controller manager's work from its predecessor's after a restart.
  const serviceAccount = "/api/v1/namespaces/kube-node-lease/serviceaccounts/default";
  await request(options.admin, serviceAccount, { method: "DELETE" });
  const child = await startChild(
    `kube-controller-manager of ${options.name}`,
    [options.binary, ...flagsFor(kubeconfig, rootCa, inDirectory("-volumes"), options)],
    inDirectory(".log"),
  );
  const exists = async (path: string) => (await request(options.admin, path)).status === 200;
  const works = async () =>
    (await exists(serviceAccount)) && (await exists("/api/v1/namespaces/default/serviceaccounts/default"));
  await child.until(`the default service accounts of ${options.name}`, works, 60);
  return child;
}

function flagsFor(
  kubeconfig: string,
  rootCa: string,
  volumePlugins: string,
  { serviceAccountKey, controllers = withoutNodes }: ControllerManagerOptions,
): readonly string[] {
  const flags = {
    kubeconfig,
    controllers: controllers.join(","),
    "use-service-account-credentials": true,
    "service-account-private-key-file": serviceAccountKey,
    "root-ca-file": rootCa,
    // else it makes a folder that belongs to the system
    "flex-volume-plugin-dir": volumePlugins,
    "leader-elect": false,
    // No port of its own.
    "secure-port": 0,
  };
  return Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
}

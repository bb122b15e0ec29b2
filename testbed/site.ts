import { join } from "node:path";
import { type ApiServerAddress, loopback, serverUrl, startApiServer } from "./api-server.ts";
import { type PodSecurityLevel, type TokenUser, tokenUser, writeApiServerFiles } from "./api-server-files.ts";
import type { Child } from "./child.ts";
import { startControllerManager } from "./controller-manager.ts";
import { onFreePort } from "./free-port.ts";
import { type Access, writeKubeconfig } from "./kubeconfig.ts";
import { defaultKubernetes, type KubernetesVersion, kubernetesVersions } from "./kubernetes-version.ts";
import { openShiftFlags } from "./openshift-module.ts";

/** What one site is like. */
export interface SiteOptions {
  /** Lower-case letters, digits and hyphens; different for every site of a testbed. */
  readonly name: string;
  /**
   * The level Pod Security Admission enforces, warns of and audits in every namespace that has no label of its own,
   * in its latest version and with nobody and nothing exempt. Without it everything is admitted.
   */
  readonly podSecurityDefault?: PodSecurityLevel;
  /** The version of its API server; 1.36 unless told. The controllers are of 1.36 everywhere. */
  readonly kubernetes?: KubernetesVersion;
  /** Whether its API server judges pods by OpenShift's security context constraints; it is of 1.33 then. */
  readonly openShift?: boolean;
  /** More flags for kube-apiserver; they override ours. */
  readonly flags?: readonly string[];
  /** The users without any rights that {@link Site.tokenKubeconfig} knows. The default is one, "tenant". */
  readonly users?: readonly string[];
  /** Users in groups, which {@link Site.tokenKubeconfig} knows too: those of a node's programs. */
  readonly members?: readonly { readonly name: string; readonly groups: readonly string[] }[];
  /** Where its API server listens. The default is a free port of 127.0.0.1, which no pod could reach. */
  readonly listen?: ApiServerAddress;
  /** As `--controllers` takes them; the default is what a site without nodes needs. */
  readonly controllers?: readonly string[];
}

/** A running Kubernetes API server with its controllers; it has no nodes of its own, so pods stay pending. */
export interface Site {
  readonly name: string;
  /** The API server's URL, the same also after a restart. */
  readonly server: string;
  /** The API server's certificate authority, as PEM. */
  readonly certificateAuthority: string;
  /** The bearer token of a cluster administrator. */
  readonly token: string;
  /** Path of a kubeconfig file of this administrator. */
  readonly kubeconfig: string;
  /**
   * Path of a kubeconfig file of a user who may do nothing until a role is bound to them.
   * @throws Error when the site was started without this user
   */
  tokenKubeconfig(user: string): string;
  /**
   * Path of the audit log, one JSON event a line: RequestResponse for changes of pods and namespaces, Metadata for
   * the rest. The event of a request is there before its answer has arrived.
   */
  readonly auditLog: string;
  /** Directory with the logs kube-apiserver.log and kube-controller-manager.log. */
  readonly directory: string;
  /** Ends the site's programs. Its objects stay in etcd and its files on disk until the testbed is stopped. */
  stop(): Promise<void>;
  /** Stops the site if it runs and starts it again, on the same port and with the objects it had. */
  restart(): Promise<void>;
}

/** What a site needs of its testbed. */
export interface SiteSurroundings {
  readonly binaries: Readonly<Record<"kube-apiserver" | "kube-controller-manager", string>>;
  readonly etcdUrl: string;
  /** Will be the site's own. */
  readonly directory: string;
}

/**
 * Starts a site and waits until its API server is ready and its controllers work, in about three seconds.
 * @throws Error with the end of the log of the program that did not come up
 */
export async function startSite(options: SiteOptions, surroundings: SiteSurroundings): Promise<Site> {
  const { name, users = ["tenant"], podSecurityDefault, kubernetes = defaultKubernetes } = options;
  const { binaries, directory } = surroundings;
  const admin = tokenUser("admin", ["system:masters"]);
  const manager = tokenUser("system:kube-controller-manager");
  for (const user of users) {
    // Anything else could break out of the token file or of a file name.
    if (!/^[\w.:@-]+$/.test(user))
      throw new Error(`"${user}" is no user name for a site. Use letters, digits and any of _.:@-.`);
  }
  const tenants = [
    ...users.map((user) => tokenUser(user)),
    ...(options.members ?? []).map(({ name: user, groups }) => tokenUser(user, groups)),
  ];
  const files = await writeApiServerFiles(directory, [admin, manager, ...tenants], podSecurityDefault);
  let running: readonly Child[] = [];

  const stop = async () => {
    await Promise.all(running.map((child) => child.stop()));
    running = [];
  };
  const startOn = async (address: ApiServerAddress): Promise<Access> => {
    const apiServer = await startApiServer({
      binary: binaries["kube-apiserver"],
      name,
      address,
      etcdUrl: surroundings.etcdUrl,
      files,
      token: admin.token,
      logFile: join(directory, "kube-apiserver.log"),
      flags: [
        ...(options.openShift ? openShiftFlags : kubernetesVersions[kubernetes].flags),
        ...(options.flags ?? []),
      ],
    });
    running = [apiServer.child];
    const { certificateAuthority } = apiServer;
    const access = { server: serverUrl(address), certificateAuthority, user: admin.name, token: admin.token };
    try {
      const controllerManager = await startControllerManager({
        binary: binaries["kube-controller-manager"],
        name,
        access: { ...access, user: manager.name, token: manager.token },
        admin: access,
        directory,
        serviceAccountKey: files.serviceAccountKey,
        ...(options.controllers && { controllers: options.controllers }),
      });
      running = [apiServer.child, controllerManager];
    } catch (error) {
      await stop();
      throw error;
    }
    return access;
  };

  const onLoopback = async () => {
    const { started, port } = await onFreePort((free) => startOn(loopback(free)));
    return { access: started, address: loopback(port) };
  };
  const { listen } = options;
  const { access, address } = listen
    ? { access: await startOn(listen), address: listen }
    : await onLoopback();
  const kubeconfigOf = (user: TokenUser) =>
    join(directory, user === admin ? "admin.kubeconfig" : `user-${user.name}.kubeconfig`);
  for (const user of [admin, ...tenants]) {
    await writeKubeconfig(kubeconfigOf(user), name, { ...access, user: user.name, token: user.token });
  }
  return {
    name,
    server: access.server,
    certificateAuthority: access.certificateAuthority,
    token: admin.token,
    kubeconfig: kubeconfigOf(admin),
    tokenKubeconfig(user) {
      const tenant = tenants.find((candidate) => candidate.name === user);
      if (tenant !== undefined) return kubeconfigOf(tenant);
      throw new Error(`The site ${name} has no user "${user}". Name it in the option "users" of startSite.`);
    },
    auditLog: files.auditLog,
    directory,
    stop,
    async restart() {
      await stop();
      await startOn(address);
    },
  };
}

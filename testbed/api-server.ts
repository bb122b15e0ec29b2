import { readFile } from "node:fs/promises";
import type { ApiServerFiles } from "./api-server-files.ts";
import { type Child, startChild } from "./child.ts";
import { request } from "./request.ts";

/** Where a kube-apiserver listens. */
export interface ApiServerAddress {
  /** The address that clients use, and that its certificate names. */
  readonly host: string;
  readonly port: number;
  /** The addresses of services. The first one belongs to the API server itself, and is in its certificate too. */
  readonly serviceRange: string;
}

/** A port of this machine alone. */
export function loopback(port: number): ApiServerAddress {
  return { host: "127.0.0.1", port, serviceRange: "10.0.0.0/24" };
}

/** What a kube-apiserver is started with. */
export interface ApiServerOptions {
  readonly binary: string;
  /** The site's name, which also keeps its data apart from that of other sites in the same etcd. */
  readonly name: string;
  readonly address: ApiServerAddress;
  readonly etcdUrl: string;
  readonly files: ApiServerFiles;
  /** A token of a cluster administrator, to ask whether the server is ready. */
  readonly token: string;
  readonly logFile: string;
  /** Come after ours and override them. */
  readonly flags: readonly string[];
}

/** A kube-apiserver that is ready and has its `default` namespace. */
export interface ApiServer {
  readonly child: Child;
  /** As PEM. */
  readonly certificateAuthority: string;
}

/**
 * Starts a kube-apiserver and waits until it is ready.
 * @throws Error with the end of the server's log when it does not become ready within a minute
 */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const child = await startChild(
    `kube-apiserver of ${options.name}`,
    [options.binary, ...flagsFor(options), ...options.flags],
    options.logFile,
  );
  const server = serverUrl(options.address);
  const answers = async (path: string) => {
    const certificateAuthority = await readAuthority(options.files.certificate);
    return (await request({ server, certificateAuthority, token: options.token }, path)).status === 200;
  };
  const { name } = options;
  await child.until(`the API server of ${name} to become ready`, () => answers("/readyz"), 60);
  const defaultNamespace = "/api/v1/namespaces/default";
  await child.until(`the default namespace of ${name}`, () => answers(defaultNamespace), 60);
  return { child, certificateAuthority: await readAuthority(options.files.certificate) };
}

/** The URL of an API server of ours. */
export function serverUrl({ host, port }: ApiServerAddress): string {
  return `https://${host}:${port}`;
}

function flagsFor({ name, address, etcdUrl, files }: ApiServerOptions): readonly string[] {
  const flags = {
    "etcd-servers": etcdUrl,
    "etcd-prefix": `/${name}`,
    // its own service address has to be answered on as well, unless it is loopback
    "bind-address": address.host === "127.0.0.1" ? address.host : "0.0.0.0",
    "advertise-address": address.host,
    "secure-port": address.port,
    "cert-dir": files.certificateDirectory,
    "endpoint-reconciler-type": "none",
    "service-cluster-ip-range": address.serviceRange,
    "token-auth-file": files.tokens,
    "authorization-mode": "Node,RBAC",
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-account-signing-key-file": files.serviceAccountKey,
    "service-account-key-file": files.serviceAccountPublicKey,
    // As on every distribution; without it no admission policy ever sees a privileged container.
    "allow-privileged": true,
    "admission-control-config-file": files.admissionConfig,
    "audit-policy-file": files.auditPolicy,
    "audit-log-path": files.auditLog,
    "audit-log-format": "json",
    "audit-log-mode": "blocking",
    // One file that is never rotated.
    "audit-log-maxsize": 100_000,
  };
  return Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
}

/** The last certificate of the chain that the server writes into its certificate directory. */
async function readAuthority(file: string): Promise<string> {
  const chain = await readFile(file, "utf8");
  const authority = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g)?.at(-1);
  if (authority === undefined) throw new Error(`${file} has no complete certificate yet.`);
  return authority;
}

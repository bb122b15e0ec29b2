import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A level of the Pod Security Standards that forbids something. */
export type PodSecurityLevel = "baseline" | "restricted";

/** One line of the static token file. */
export interface TokenUser {
  readonly name: string;
  readonly token: string;
  readonly groups: readonly string[];
}

/** The files a kube-apiserver is started with, all in one directory. */
export interface ApiServerFiles {
  readonly certificateDirectory: string;
  /** Certificate followed by its authority; the server itself writes it while it starts. */
  readonly certificate: string;
  readonly auditPolicy: string;
  readonly auditLog: string;
  readonly tokens: string;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  readonly admissionConfig: string;
}

/** A user with a new random token. */
export function tokenUser(name: string, groups: readonly string[] = []): TokenUser {
  return { name, token: randomBytes(24).toString("hex"), groups };
}

/**
 * Writes what a kube-apiserver reads at its start.
 * @param directory is created
 * @param podSecurity the level that Pod Security Admission applies to namespaces without a label of their own
 */
export async function writeApiServerFiles(
  directory: string,
  users: readonly TokenUser[],
  podSecurity: PodSecurityLevel | undefined,
): Promise<ApiServerFiles> {
  const certificateDirectory = join(directory, "certificates");
  await mkdir(certificateDirectory, { recursive: true, mode: 0o700 });
  const write = async (name: string, content: string) => {
    await writeFile(join(directory, name), content, { mode: 0o600 });
    return join(directory, name);
  };
  const keys = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const tokenLines = users.map(
    ({ name, token, groups }) => `${token},${name},${name},"${groups.join(",")}"\n`,
  );
  return {
    certificateDirectory,
    certificate: join(certificateDirectory, "apiserver.crt"),
    auditPolicy: await write("audit-policy.json", JSON.stringify(auditPolicy)),
    auditLog: await write("audit.log", ""),
    tokens: await write("tokens.csv", tokenLines.join("")),
    serviceAccountKey: await write("service-account.key", keys.privateKey),
    serviceAccountPublicKey: await write("service-account.pub", keys.publicKey),
    admissionConfig: await write("admission.json", JSON.stringify(admissionConfig(podSecurity))),
  };
}

const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    {
      level: "RequestResponse",
      verbs: ["create", "update", "patch", "delete"],
      resources: [{ group: "", resources: ["pods", "pods/ephemeralcontainers", "namespaces"] }],
    },
    { level: "Metadata" },
  ],
} as const;

function admissionConfig(podSecurity: PodSecurityLevel | undefined): object {
  const level = podSecurity ?? "privileged";
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AdmissionConfiguration",
    plugins: [
      {
        name: "PodSecurity",
        configuration: {
          apiVersion: "pod-security.admission.config.k8s.io/v1",
          kind: "PodSecurityConfiguration",
          defaults: {
            enforce: level,
            "enforce-version": "latest",
            audit: level,
            "audit-version": "latest",
            warn: level,
            "warn-version": "latest",
          },
          exemptions: { usernames: [], runtimeClasses: [], namespaces: [] },
        },
      },
    ],
  };
}

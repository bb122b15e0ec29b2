import { writeFile } from "node:fs/promises";

/** Who speaks to which API server. */
export interface Access {
  /** The API server's URL. */
  readonly server: string;
  /** The certificate authority of the API server, as PEM. */
  readonly certificateAuthority: string;
  readonly user: string;
  readonly token: string;
}

/** Writes a kubeconfig file that only its owner can read. JSON, because every reader of YAML reads it too. */
export async function writeKubeconfig(path: string, cluster: string, access: Access): Promise<void> {
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster,
        cluster: {
          server: access.server,
          "certificate-authority-data": Buffer.from(access.certificateAuthority).toString("base64"),
        },
      },
    ],
    users: [{ name: access.user, user: { token: access.token } }],
    contexts: [{ name: cluster, context: { cluster, user: access.user } }],
    "current-context": cluster,
  };
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

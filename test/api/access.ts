import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { request, type Site } from "../../testbed/index.ts";

/** A Kubernetes object, as far as the tests look at it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** A rule that permits one thing only. */
export interface Right extends Rule {
  readonly apiGroups: readonly [string];
  readonly resources: readonly [string];
  readonly verbs: readonly [string];
}

/** The objects of a file below deploy/, as operators apply it. */
export function deployed(file: string): Manifest[] {
  const text = readFileSync(join(import.meta.dirname, "../../deploy", file), "utf8");
  return parseAllDocuments(text).map((document): Manifest => {
    assert.deepEqual(document.errors, [], file);
    return document.toJS();
  });
}

/** What the role of a file below deploy/ permits, right by right. */
export function rightsOf(file: string, kind: "ClusterRole" | "Role" = "ClusterRole"): Right[] {
  const [role, ...more] = deployed(file).filter((manifest) => manifest.kind === kind);
  assert.ok(role !== undefined && "rules" in role && more.length === 0, `${file}: one ${kind}`);
  const { rules } = role as { rules: Rule[] };
  return rules.flatMap(({ apiGroups, resources, verbs, ...rest }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.map((verb): Right => ({ ...rest, apiGroups: [group], resources: [resource], verbs: [verb] })),
      ),
    ),
  );
}

/** The right in words: verb and resource, with the API group where it is not one of Kubernetes' own. */
export function nameOf({ verbs: [verb], resources: [resource], apiGroups: [group] }: Right): string {
  const ofEngine = group.includes(".") && !group.endsWith(".k8s.io");
  return `${verb} ${resource}${ofEngine ? `.${group}` : ""}`;
}

/** A role that has these rights and no others in the whole cluster, bound to a user of its own name. */
export function boundTo(user: string, rules: readonly Rule[]): object[] {
  const group = "rbac.authorization.k8s.io";
  const metadata = { name: user };
  return [
    { apiVersion: `${group}/v1`, kind: "ClusterRole", metadata, rules },
    {
      apiVersion: `${group}/v1`,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: group, kind: "ClusterRole", name: user },
      subjects: [{ apiGroup: group, kind: "User", name: user }],
    },
  ];
}

/** Path of a kubeconfig by which one is a ServiceAccount of a site, with a token that the site has issued. */
export async function kubeconfigOf(site: Site, namespace: string, name: string): Promise<string> {
  const { status, body } = await request(
    site,
    `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
    {
      method: "POST",
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
    },
  );
  assert.equal(status, 201, JSON.stringify(body));
  const { token } = (body as { status: { token: string } }).status;
  const config = JSON.parse(readFileSync(site.kubeconfig, "utf8"));
  config.users[0].user = { token };
  const path = join(site.directory, `${namespace}-${name}.kubeconfig`);
  await writeFile(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}

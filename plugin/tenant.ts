import { KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import type { Json } from "#policies";
import type { Vantage } from "#results";
import { type Api, apiOf } from "./api.ts";
import { type Attempt, type AttemptLimits, attempt, objectOf, pause } from "./attempt.ts";
import { labelsOf, namespaceOf } from "./run-id.ts";

/** A namespace to probe in, and the identity of a tenant in it. */
export interface Tenant {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podSecurity: Readonly<Record<string, string>>;
  readonly identity: Vantage["identity"];
  readonly api: Api;
}

/** Why no tenant could be set up; the run then proves nothing. */
export class SetupFailed extends Error {
  readonly attempt: Attempt;
  constructor(what: string, failed: Attempt) {
    super(`${what}: ${messageOf(failed)}`);
    this.attempt = failed;
  }
}

const serviceAccount = "dvs";

/** What a tenant's ServiceAccount may do: create the objects that are probed, and nothing else. */
const tenantRules = [{ apiGroups: [""], resources: ["pods"], verbs: ["create"] }];

/**
 * Makes a fresh namespace, whose creation is tried as a dry run first, a ServiceAccount in it and a token for it.
 * The probes are sent with that token: administrators are exempt on many sites, which would make every verdict wrong.
 *
 * @param admin talks to the cluster as the operator
 * @param config the operator's kubeconfig, for the address and the certificates of the cluster
 * @throws SetupFailed if a step is refused
 */
export async function makeTenant(
  admin: Api,
  config: KubeConfig,
  run: {
    readonly id: string;
    readonly namespaceLabels: Readonly<Record<string, string>>;
    readonly lifetime: number;
  },
  userAgent: string,
  limits: AttemptLimits,
): Promise<Tenant> {
  const namespace = namespaceOf(run.id);
  const labels = labelsOf(run.id);
  const create = async (what: string, path: string, body: Json, query: Record<string, string> = {}) => {
    const result = await attempt(admin, { method: "POST", path, body, query }, limits);
    // the name is this run's own: if it exists, the connection broke after the first request was heard
    const exists = result.kind === "denied" && result.status.code === 409 && query["dryRun"] === undefined;
    if (result.kind !== "accepted" && !exists) throw new SetupFailed(what, result);
    return result;
  };
  const object = (
    apiVersion: string,
    kind: string,
    name: string,
    rest: { readonly [key: string]: Json } = {},
  ): Json => ({
    apiVersion,
    kind,
    metadata: { name, labels },
    ...rest,
  });

  const body = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: { ...run.namespaceLabels, ...labels } },
  };
  await create(
    "the namespace for the probes cannot be created (tried as a dry run)",
    "/api/v1/namespaces",
    body,
    { dryRun: "All" },
  );
  const made = await create("the namespace for the probes cannot be created", "/api/v1/namespaces", body);
  const inNamespace = `/namespaces/${namespace}`;
  await create(
    "the ServiceAccount cannot be created",
    `/api/v1${inNamespace}/serviceaccounts`,
    object("v1", "ServiceAccount", serviceAccount),
  );
  const rbac = `/apis/rbac.authorization.k8s.io/v1${inNamespace}`;
  const group = "rbac.authorization.k8s.io";
  await create(
    "the Role cannot be created",
    `${rbac}/roles`,
    object(`${group}/v1`, "Role", serviceAccount, { rules: tenantRules }),
  );
  await create(
    "the RoleBinding cannot be created",
    `${rbac}/rolebindings`,
    object(`${group}/v1`, "RoleBinding", serviceAccount, {
      roleRef: { apiGroup: group, kind: "Role", name: serviceAccount },
      subjects: [{ kind: "ServiceAccount", name: serviceAccount, namespace }],
    }),
  );
  const { identity, api } = await tenantApi(admin, config, namespace, run.lifetime, userAgent, limits);
  return { namespace, serviceAccount, podSecurity: podSecurityLabels(objectOf(made)), identity, api };
}

/** The ServiceAccount's token by TokenRequest; where that is refused, impersonation. */
async function tenantApi(
  admin: Api,
  config: KubeConfig,
  namespace: string,
  lifetime: number,
  userAgent: string,
  limits: AttemptLimits,
): Promise<Pick<Tenant, "identity" | "api">> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
  const spec = { expirationSeconds: Math.max(600, Math.ceil(lifetime)) };
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec };
  const requested = await attempt(admin, { method: "POST", path, body }, limits);
  const token = z.object({ status: z.object({ token: z.string().min(1) }) }).safeParse(objectOf(requested));
  if (token.success)
    return { identity: "token", api: apiOf(withToken(config, token.data.status.token), userAgent) };

  const user = `system:serviceaccount:${namespace}:${serviceAccount}`;
  const api = apiOf(config, userAgent, {
    "impersonate-user": user,
    "impersonate-group": [
      "system:serviceaccounts",
      `system:serviceaccounts:${namespace}`,
      "system:authenticated",
    ],
  });
  const path2 = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const review = { spec: { resourceAttributes: { namespace, verb: "create", resource: "pods" } } };
  const allowed = await attempt(api, { method: "POST", path: path2, body: review }, limits);
  if (allowed.kind === "accepted") return { identity: "impersonation", api };
  api.close();
  throw new SetupFailed("neither a token for the ServiceAccount nor impersonation is permitted", requested);
}

/** The same cluster, with a token in place of the operator's identity. */
function withToken(config: KubeConfig, token: string): KubeConfig {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error("the kubeconfig names no cluster");
  const tenant = new KubeConfig();
  tenant.loadFromClusterAndUser(cluster, { name: "dvs-tenant", token });
  return tenant;
}

/** The labels by which Pod Security is set for a namespace. */
function podSecurityLabels(namespace: Readonly<Record<string, unknown>>): Record<string, string> {
  const shape = z.object({ metadata: z.object({ labels: z.record(z.string(), z.string()).optional() }) });
  const { labels = {} } = shape.safeParse(namespace).data?.metadata ?? {};
  return Object.fromEntries(
    Object.entries(labels).filter(([name]) => name.startsWith("pod-security.kubernetes.io/")),
  );
}

/** A step's failure in words. */
export function messageOf(failed: Attempt): string {
  if (failed.kind === "failed") return failed.message;
  return failed.kind === "denied" ? `HTTP ${failed.status.code}: ${failed.status.message}` : "accepted";
}

/** Repeats while `again` says that the answer is one of a namespace that is not ready yet; gives the last answer. */
export async function untilReady(
  send: () => Promise<Attempt>,
  again: (result: Attempt) => boolean,
  seconds: number,
  signal: AbortSignal,
): Promise<Attempt> {
  const end = performance.now() + seconds * 1000;
  let result = await send();
  for (
    let wait = 0.05;
    again(result) && performance.now() < end && !signal.aborted;
    wait = Math.min(wait * 2, 1)
  ) {
    await pause(wait, signal);
    result = await send();
  }
  return result;
}

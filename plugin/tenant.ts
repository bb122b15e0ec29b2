import { KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import type { Vantage } from "#results";
import { type Api, apiOf } from "./api.ts";
import { type AttemptLimits, attempt, objectOf } from "./attempt.ts";
import { labelsOf, namespaceOf } from "./run-id.ts";
import { SetupFailed } from "./setup-failed.ts";

/** A namespace to probe in, and the identity of a tenant in it. */
export interface Tenant {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly identity: Vantage["identity"];
  readonly api: Api;
}

const serviceAccount = "dvs";

/** What a tenant's ServiceAccount may do: create the objects that are probed, and nothing else. */
const tenantRules = [{ apiGroups: [""], resources: ["pods"], verbs: ["create"] }];

/**
 * Makes a tenant in a run's namespace: a ServiceAccount that may create what is probed, and a token for it. The probes
 * are sent with that token: administrators are exempt on many sites, which would make every verdict wrong.
 *
 * @param admin talks to the cluster as the operator
 * @param config the operator's kubeconfig, for the address and the certificates of the cluster
 * @param lifetime of the token in seconds
 * @throws SetupFailed if a step is refused
 */
export async function makeTenant(
  admin: Api,
  config: KubeConfig,
  { id, lifetime }: { readonly id: string; readonly lifetime: number },
  userAgent: string,
  limits: AttemptLimits,
): Promise<Tenant> {
  const namespace = namespaceOf(id);
  const metadata = { name: serviceAccount, labels: labelsOf(id) };
  const inNamespace = `/namespaces/${namespace}`;
  const group = "rbac.authorization.k8s.io";
  const objects = [
    {
      path: `/api/v1${inNamespace}/serviceaccounts`,
      body: { apiVersion: "v1", kind: "ServiceAccount", metadata },
    },
    {
      path: `/apis/${group}/v1${inNamespace}/roles`,
      body: { apiVersion: `${group}/v1`, kind: "Role", metadata, rules: tenantRules },
    },
    {
      path: `/apis/${group}/v1${inNamespace}/rolebindings`,
      body: {
        apiVersion: `${group}/v1`,
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: group, kind: "Role", name: serviceAccount },
        subjects: [{ kind: "ServiceAccount", name: serviceAccount, namespace }],
      },
    },
  ];
  for (const { path, body } of objects) {
    const made = await attempt(admin, { method: "POST", path, body }, limits);
    // it exists if the connection broke after the first request was heard
    const exists = made.kind === "denied" && made.status.code === 409;
    if (made.kind !== "accepted" && !exists)
      throw new SetupFailed(`the ${body.kind} cannot be created`, made);
  }
  const { identity, api } = await tenantApi(admin, config, namespace, lifetime, userAgent, limits);
  return { namespace, serviceAccount, identity, api };
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
  const accessReviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const review = { spec: { resourceAttributes: { namespace, verb: "create", resource: "pods" } } };
  const allowed = await attempt(api, { method: "POST", path: accessReviews, body: review }, limits);
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

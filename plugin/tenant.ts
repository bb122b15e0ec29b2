import type { KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";
import type { JsonObject } from "#policies";
import { runLabels, storedName, tenantName, type Vantage } from "#results";
import { type Api, apiAs, apiOf } from "./api.ts";
import { type AttemptLimits, attempt, objectOf } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { type Pace, paced } from "./pace.ts";
import { SetupFailed } from "./setup-failed.ts";

/** A namespace to probe in, and the identity of a tenant in it. */
export interface Tenant {
  readonly runId: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly identity: Vantage["identity"];
  readonly api: Api;
}

/** What a tenant is made for. */
export interface TenantOptions {
  readonly runId: string;
  readonly namespace: string;
  /** The set of probes, on which the tenant's rights depend. */
  readonly probes: Configuration["probes"];
  /** Of the token, in seconds. */
  readonly lifetime: number;
  /** At which its requests are sent. */
  readonly pace: Pace;
}

/** What a tenant's ServiceAccount may do: try what is probed, change what the run has stored, and nothing else. */
function tenantRules({ probes, runId }: Pick<TenantOptions, "probes" | "runId">): JsonObject[] {
  const rule = (
    apiGroup: string,
    resources: string[],
    verb: string,
    ...resourceNames: string[]
  ): JsonObject => ({
    apiGroups: [apiGroup],
    resources,
    verbs: [verb],
    ...(resourceNames.length > 0 && { resourceNames }),
  });
  const pods = rule("", ["pods"], "create");
  if (probes === "core") return [pods];
  return [
    pods,
    rule("", ["pods", "pods/ephemeralcontainers"], "patch", storedName(runId)),
    rule("apps", ["deployments", "statefulsets", "daemonsets"], "create"),
    rule("apps", ["deployments"], "patch", storedName(runId)),
    rule("batch", ["jobs", "cronjobs"], "create"),
  ];
}

/**
 * Makes a tenant in a namespace: a ServiceAccount that may create what is probed, and a token for it. The probes are
 * sent with that token: administrators are exempt on many sites, which would make every verdict wrong.
 *
 * @param admin talks to the cluster as the operator
 * @param config the operator's kubeconfig, for the address and the certificates of the cluster
 * @throws SetupFailed if a step is refused
 */
export async function makeTenant(
  admin: Api,
  config: KubeConfig,
  options: TenantOptions,
  userAgent: string,
  limits: AttemptLimits,
): Promise<Tenant> {
  const { runId, namespace, pace } = options;
  const serviceAccount = tenantName(runId);
  const metadata = { name: serviceAccount, labels: runLabels(runId) };
  const inNamespace = `/namespaces/${namespace}`;
  const group = "rbac.authorization.k8s.io";
  const objects = [
    {
      path: `/api/v1${inNamespace}/serviceaccounts`,
      body: { apiVersion: "v1", kind: "ServiceAccount", metadata },
    },
    {
      path: `/apis/${group}/v1${inNamespace}/roles`,
      body: {
        apiVersion: `${group}/v1`,
        kind: "Role",
        metadata,
        rules: tenantRules(options),
      },
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
      throw new SetupFailed(`the ${body.kind} cannot be created in ${namespace}`, made);
  }
  const { identity, api } = await tenantApi(admin, config, options, userAgent, limits);
  return { runId, namespace, serviceAccount, identity, api: paced(api, pace) };
}

/** The ServiceAccount's token by TokenRequest; where that is refused, impersonation. */
async function tenantApi(
  admin: Api,
  config: KubeConfig,
  { runId, namespace, lifetime }: TenantOptions,
  userAgent: string,
  limits: AttemptLimits,
): Promise<Pick<Tenant, "identity" | "api">> {
  const serviceAccount = tenantName(runId);
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
  const spec = { expirationSeconds: Math.max(600, Math.ceil(lifetime)) };
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec };
  const request = async () => {
    const answer = await attempt(admin, { method: "POST", path, body }, limits);
    const token = z.object({ status: z.object({ token: z.string().min(1) }) }).safeParse(objectOf(answer));
    return { answer, token: token.data?.status.token };
  };
  const first = await request();
  if (first.token !== undefined) {
    const withNew = async () => {
      const { token } = await request();
      return token === undefined ? undefined : apiOf(await withToken(config, token), userAgent);
    };
    const api = apiOf(await withToken(config, first.token), userAgent);
    return { identity: "token", api: renewed(api, withNew) };
  }

  const api = apiAs({ namespace, name: serviceAccount }, config, userAgent);
  const accessReviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const review = { spec: { resourceAttributes: { namespace, verb: "create", resource: "pods" } } };
  const allowed = await attempt(api, { method: "POST", path: accessReviews, body: review }, limits);
  if (allowed.kind === "accepted") return { identity: "impersonation", api };
  api.close();
  throw new SetupFailed(
    "neither a token for the ServiceAccount nor impersonation is permitted",
    first.answer,
  );
}

/**
 * An API that asks for a new token when its own is not accepted any more: a site may grant a shorter life than was
 * asked for.
 * @param withNew gives an API with a new token, or undefined if none is to be had
 */
export function renewed(first: Api, withNew: () => Promise<Api | undefined>): Api {
  let current = first;
  let renewal: Promise<Api | undefined> | undefined;
  const renew = async (used: Api): Promise<Api | undefined> => {
    const next = await withNew();
    renewal = undefined;
    if (next === undefined) return undefined;
    used.close();
    current = next;
    return next;
  };
  return {
    server: first.server,
    async send(request, signal) {
      const used = current;
      const answer = await used.send(request, signal);
      if (answer.code !== 401) return answer;
      if (current === used) renewal ??= renew(used);
      const next = current === used ? await renewal : current;
      return next === undefined ? answer : next.send(request, signal);
    },
    close: () => current.close(),
  };
}

/** The same cluster, with a token in place of the operator's identity. */
async function withToken(config: KubeConfig, token: string): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error("the kubeconfig names no cluster");
  const tenant = new KubeConfig();
  tenant.loadFromClusterAndUser(cluster, { name: "dvs-tenant", token });
  return tenant;
}

import { KubeConfig } from "@kubernetes/client-node";
import { isObject, type JsonObject } from "#policies";
import { demoImage } from "../../demo/sites.ts";
import { type Api, apiAs, apiOf } from "../../plugin/api.ts";
import { until } from "../../testbed/index.ts";
import { rivals } from "./cells.ts";
import { type Answer, type Place, type Says, saysOf } from "./rival.ts";

/** The account of the pod in which a tenant would run a rival. */
const tenant = "rival";
const userAgent = "dvs-test-rivals";
const seconds = 30;

/**
 * Sends all pods of the rivals to a site, each as the identity that the rival needs, and tells what the rival would
 * say. All is dry run, also where the rival would store. Makes the namespace if it is not there, and a ServiceAccount
 * in it that may create pods; {@link removeRivals} takes both away.
 * @param kubeconfig path of an administrator's kubeconfig, who may impersonate
 * @returns by `rival question`
 */
export async function askRivals(kubeconfig: string, namespace: string): Promise<Record<string, Says>> {
  const place: Place = { namespace, image: demoImage, foreignImage: "r7f3a91c2.invalid/x/a:1" };
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const administrator = apiOf(config, userAgent);
  const account = { namespace, name: tenant };
  const apis = { administrator, tenant: apiAs(account, config, userAgent) };
  try {
    await makeTenant(administrator, namespace);
    await ready(apis.tenant, administrator, namespace);
    const said: Record<string, Says> = {};
    for (const rival of rivals) {
      const create = (pod: JsonObject) => dryRun(apis[rival.identity], namespace, pod);
      for (const { id, compliant, violating } of rival.questions) {
        said[`${rival.id} ${id}`] = saysOf(rival, {
          ...(compliant !== undefined && { compliant: await create(compliant(place)) }),
          violating: await create(violating(place)),
        });
      }
    }
    return said;
  } finally {
    for (const api of Object.values(apis)) api.close();
  }
}

/** Removes the namespace in which the rivals were asked; does not wait for its end. */
export async function removeRivals(kubeconfig: string, namespace: string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = apiOf(config, userAgent);
  try {
    const path = `/api/v1/namespaces/${namespace}`;
    const { code, body } = await api.send({ method: "DELETE", path }, AbortSignal.timeout(seconds * 1000));
    if (code >= 300 && code !== 404) throw new Error(`DELETE ${path}: ${code} ${JSON.stringify(body)}`);
  } finally {
    api.close();
  }
}

async function dryRun(api: Api, namespace: string, body: JsonObject): Promise<Answer> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const request = { method: "POST", path, query: { dryRun: "All" }, body } as const;
  const { code, body: said } = await api.send(request, AbortSignal.timeout(seconds * 1000));
  return { code, message: isObject(said) && typeof said["message"] === "string" ? said["message"] : "" };
}

async function makeTenant(api: Api, namespace: string): Promise<void> {
  const group = "rbac.authorization.k8s.io";
  const metadata = { name: tenant };
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["create"] }];
  const roleRef = { apiGroup: group, kind: "Role", name: tenant };
  const subjects = [{ kind: "ServiceAccount", name: tenant, namespace }];
  const inNamespace = `/namespaces/${namespace}`;
  const objects: readonly (readonly [path: string, body: JsonObject])[] = [
    ["/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }],
    [`/api/v1${inNamespace}/serviceaccounts`, { apiVersion: "v1", kind: "ServiceAccount", metadata }],
    [`/apis/${group}/v1${inNamespace}/roles`, { apiVersion: `${group}/v1`, kind: "Role", metadata, rules }],
    [
      `/apis/${group}/v1${inNamespace}/rolebindings`,
      { apiVersion: `${group}/v1`, kind: "RoleBinding", metadata, roleRef, subjects },
    ],
  ];
  for (const [path, body] of objects) {
    const { code, body: said } = await api.send(
      { method: "POST", path, body },
      AbortSignal.timeout(seconds * 1000),
    );
    if (code !== 201 && code !== 409) throw new Error(`POST ${path}: ${code} ${JSON.stringify(said)}`);
  }
}

/** Waits until the tenant may create pods and the namespace's own ServiceAccount is there, which pods run as. */
async function ready(tenantApi: Api, administrator: Api, namespace: string): Promise<void> {
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const body = { spec: { resourceAttributes: { namespace, verb: "create", resource: "pods" } } };
  const signal = () => AbortSignal.timeout(seconds * 1000);
  const waiting = { timeoutSeconds: seconds };
  await until(
    `a tenant may create pods in ${namespace}`,
    async () => {
      const answer = await tenantApi.send({ method: "POST", path, body }, signal());
      return JSON.stringify(answer.body).includes('"allowed":true');
    },
    waiting,
  );
  const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
  await until(
    `${namespace} has its ServiceAccount`,
    async () => (await administrator.send({ method: "GET", path: account }, signal())).code === 200,
    waiting,
  );
}

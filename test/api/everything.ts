import assert from "node:assert/strict";
import { request, type Site, until } from "../../testbed/index.ts";

/** What a run, or a fault that a test made, could leave behind. */
const paths = [
  "/api/v1/namespaces",
  "/api/v1/pods",
  "/api/v1/serviceaccounts",
  "/api/v1/secrets",
  "/api/v1/configmaps",
  "/api/v1/resourcequotas",
  "/api/v1/limitranges",
  "/apis/apps/v1/deployments",
  "/apis/coordination.k8s.io/v1/leases",
  "/apis/rbac.authorization.k8s.io/v1/roles",
  "/apis/rbac.authorization.k8s.io/v1/rolebindings",
  "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
  "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
  "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
  "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
  "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
];

/** Names and uids of all objects that could have been left behind, to be compared before and after. */
export async function everything(site: Site): Promise<string[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      const { body } = await request(site, path);
      const { items } = body as { items: { metadata: { name: string; namespace?: string; uid: string } }[] };
      return items.map(
        ({ metadata: { name, namespace = "", uid } }) => `${path} ${namespace}/${name} ${uid}`,
      );
    }),
  );
  return lists.flat().sort();
}

/** Waits for the end of all runs' namespaces, then shows what is there and was not, and the other way round. */
export async function assertNothingLeft(
  site: Site,
  before: readonly string[],
  except: RegExp = /^$/,
): Promise<void> {
  await until(
    `the namespaces of the runs at ${site.name} to be gone`,
    async () => (await runNamespaces(site)).length === 0,
    { timeoutSeconds: 90 },
  );
  const after = await everything(site);
  const without = (a: readonly string[], b: readonly string[]) =>
    a.filter((line) => !b.includes(line) && !except.test(line));
  assert.deepEqual(
    { more: without(after, before), fewer: without(before, after) },
    { more: [], fewer: [] },
    site.name,
  );
}

/** The namespaces of runs that are there, also those that the cluster is just removing. */
export async function runNamespaces(site: Site): Promise<string[]> {
  const { body } = await request(site, "/api/v1/namespaces?labelSelector=dvs-run");
  return (body as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
}

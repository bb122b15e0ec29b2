/**
 * Records anew what a real API server answers under OpenShift's security context constraints: the samples by which the
 * recogniser is tested.
 *
 *   npm run record:openshift
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import {
  type JsonObject,
  policies,
  policyIds,
  probeObject,
  probesOf,
  probeValues,
  versionReason,
} from "#policies";
import { groupsOf, userOf } from "#results";
import { openShiftKindsFor } from "../demo/engine-sites/openshift.ts";
import { startOpenShift } from "../demo/openshift/start-open-shift.ts";
import { apiAs } from "../plugin/api.ts";
import { apply, request, startTestbed, until } from "../testbed/index.ts";

const file = join(import.meta.dirname, "../test/plugin/fixtures/openshift-scc.json");
const group = "rbac.authorization.k8s.io";
const tenant = { namespace: "dvs-conf", name: "default" };
const unranged = { namespace: "dvs-unranged", name: "default" };
const image = "registry.k8s.io/pause:3.10";

const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
const metadata = { name: "may-create-pods" };
const rights = [
  {
    apiVersion: `${group}/v1`,
    kind: "ClusterRole",
    metadata,
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["create"] }],
  },
  {
    apiVersion: `${group}/v1`,
    kind: "ClusterRoleBinding",
    metadata,
    roleRef: { apiGroup: group, kind: "ClusterRole", name: metadata.name },
    subjects: [{ apiGroup: group, kind: "Group", name: "system:serviceaccounts" }],
  },
];

const testbed = await startTestbed({ onProgress: (line) => console.error(line) });
try {
  const kind = openShiftKindsFor("registry.k8s.io").find(({ id }) => id === "openshift-stock");
  if (kind === undefined) throw new Error("There is no kind of site openshift-stock.");
  const { site, ranges } = await startOpenShift(testbed, kind);
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  await apply(site, [namespace(tenant.namespace), ...rights]);

  const create = async (account: typeof tenant, object: JsonObject): Promise<unknown> => {
    const api = apiAs(account, config, "dvs-record");
    const path = `/api/v1/namespaces/${account.namespace}/pods`;
    const call = { method: "POST", path, query: { dryRun: "All" }, body: object } as const;
    try {
      return (await api.send(call, AbortSignal.timeout(30_000))).body;
    } finally {
      api.close();
    }
  };
  const valuesOf = (account: typeof tenant) =>
    probeValues({
      name: "p-7f3a91c2",
      namespace: account.namespace,
      serviceAccount: account.name,
      image,
      minGid: 1000,
    });
  const harmless = probesOf(policies["disallow-host-namespaces"]).find(
    ({ id }) => id === "disallow-host-namespaces/edge-explicit-false",
  );
  if (harmless === undefined) throw new Error("The probe without a violation is gone.");
  await until(
    "a compliant pod to be admitted",
    async () =>
      JSON.stringify(await create(tenant, probeObject(harmless, valuesOf(tenant)))).includes('"kind":"Pod"'),
    { timeoutSeconds: 60, pauseSeconds: 1 },
  );

  const { body: version } = await request(site, "/version");
  const { gitVersion } = version as { readonly gitVersion: string };
  const engine = `openshift-scc, Kubernetes ${gitVersion}`;
  const sample = (
    id: string,
    { code, reason, message, details }: Record<string, unknown>,
    policy: string | null,
  ) => ({
    id: `openshift-scc:${id}`,
    engine,
    provenance: "captured",
    status: { code, reason, message, details },
    expectedClass: policy === null ? "setup" : "policy",
    expectedPolicy: policy,
  });
  const samples: object[] = [];
  for (const id of policyIds)
    for (const probe of probesOf(policies[id])) {
      if (probe.resource !== "Pod" || probe.operation !== "CREATE" || probe.expect !== "reject") continue;
      if (versionReason(probe, gitVersion) !== undefined) continue;
      const answer = (await create(tenant, probeObject(probe, valuesOf(tenant)))) as Record<string, unknown>;
      if (answer["kind"] === "Status" && answer["code"] === 403) samples.push(sample(probe.id, answer, id));
    }
  await ranges.stop();
  await apply(site, [namespace(unranged.namespace)]);
  await until(
    "the namespace's ServiceAccount",
    async () =>
      (await request(site, `/api/v1/namespaces/${unranged.namespace}/serviceaccounts/default`)).status ===
      200,
    { timeoutSeconds: 30 },
  );
  const early = await create(unranged, probeObject(harmless, valuesOf(unranged)));
  samples.push(sample("namespace-without-ranges", early as Record<string, unknown>, null));

  const note = `Recorded by "npm run record:openshift" from a real API server, as ${userOf(tenant)} (${groupsOf(tenant).join(", ")}).`;
  await writeFile(
    file,
    `${JSON.stringify({ schema: "dvs-denial-samples/1", note, samples }, undefined, 2)}\n`,
  );
  console.error(`${samples.length} samples: ${file}`);
} finally {
  await testbed.stop();
}

import { KubeConfig } from "@kubernetes/client-node";
import { isObject, type JsonObject, type PolicyId, policies } from "#policies";
import { siteKinds, startSiteKind } from "../../demo/sites.ts";
import { parameterConfigMap } from "../../enforcement/parameters.ts";
import { validatingAdmissionPolicy } from "../../enforcement/validating-admission-policy.ts";
import { apiAs, apiOf } from "../../plugin/api.ts";
import { apply, request, type Site, type Testbed, until } from "../../testbed/index.ts";
import { servingCertificate } from "./faults/serving-certificate.ts";
import { policiesAtWork } from "./policies-at-work.ts";
import { startWebhookServer } from "./webhook-server.ts";

/** The namespace in which the rivals and we try the site. */
export const place = "team-a";

/** Starts the sites at which the rivals are judged, by the names that they have in the expectations. */
export const rivalSites: Readonly<Record<string, (testbed: Testbed) => Promise<Site>>> = {
  ...Object.fromEntries(
    siteKinds.map((kind) => [kind.id, (testbed: Testbed) => startSiteKind(testbed, kind)]),
  ),
  "limits-only": (testbed) => enforcing(testbed, "limits-only", ["require-limits-and-requests"]),
  "some-by-vap": (testbed) =>
    enforcing(testbed, "some-by-vap", [
      "disallow-host-namespaces",
      "disallow-add-capabilities",
      "restrict-image-registries",
    ]),
  "admins-exempt": (testbed) =>
    enforcing(
      testbed,
      "admins-exempt",
      ["disallow-host-namespaces", "disallow-privileged-containers", "disallow-add-capabilities"],
      exemptAdministrators,
    ),
  quota: withQuota,
  mutating: hostNamespacesTakenOut,
  "engine-down": withEngineDown,
};

/** A site that enforces some of the policies by ValidatingAdmissionPolicies. */
async function enforcing(
  testbed: Testbed,
  name: string,
  ids: readonly PolicyId[],
  change: (manifest: JsonObject) => JsonObject = (manifest) => manifest,
): Promise<Site> {
  const site = await testbed.startSite({ name });
  const enforced = ids.map((id) => policies[id]);
  const parameters = parameterConfigMap(enforced, {
    "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] },
  });
  await apply(site, [
    parameters,
    ...enforced.flatMap((policy) => validatingAdmissionPolicy(policy, "enforce")).map(change),
    ...everybodyMayCreatePods,
  ]);
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  const api = apiAs({ namespace: "default", name: "default" }, config, "dvs-test");
  try {
    await policiesAtWork(api, enforced, name);
  } finally {
    api.close();
  }
  return site;
}

/** In the namespace `default`, for whoever is exempt from nothing. */
const everybodyMayCreatePods: readonly JsonObject[] = (() => {
  const group = "rbac.authorization.k8s.io";
  const metadata = { name: "settle", namespace: "default" };
  const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["create"] }];
  const subjects = [{ kind: "ServiceAccount", name: "default", namespace: "default" }];
  return [
    { apiVersion: `${group}/v1`, kind: "Role", metadata, rules },
    {
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: group, kind: "Role", name: "settle" },
      subjects,
    },
  ];
})();

/** Leaves administrators out, as many sites do. */
function exemptAdministrators(manifest: JsonObject): JsonObject {
  if (manifest["kind"] !== "ValidatingAdmissionPolicy" || !isObject(manifest["spec"])) return manifest;
  const tenantsOnly = {
    name: "tenants-only",
    expression: `!("system:masters" in request.userInfo.groups)`,
  };
  const conditions = manifest["spec"]["matchConditions"];
  const matchConditions = [...(Array.isArray(conditions) ? conditions : []), tenantsOnly];
  return { ...manifest, spec: { ...manifest["spec"], matchConditions } };
}

/** A site without policies, where a quota wants every pod to say what it needs. */
async function withQuota(testbed: Testbed): Promise<Site> {
  const site = await testbed.startSite({ name: "quota" });
  const hard = { "requests.cpu": "100", "requests.memory": "100Gi", "limits.memory": "100Gi" };
  await apply(site, [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: place } },
    {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "site", namespace: place },
      spec: { hard },
    },
  ]);
  const path = `/api/v1/namespaces/${place}/resourcequotas/site`;
  await until(
    "the quota to be reckoned",
    async () => JSON.stringify((await request(site, path)).body).includes('"used":{"'),
    { timeoutSeconds: 30 },
  );
  return site;
}

/** A site that does not refuse host namespaces but takes them out of pods. */
async function hostNamespacesTakenOut(testbed: Testbed): Promise<Site> {
  const site = await testbed.startSite({ name: "mutating" });
  const metadata = { name: "no-host-namespaces" };
  await apply(site, [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicy",
      metadata,
      spec: {
        failurePolicy: "Fail",
        reinvocationPolicy: "IfNeeded",
        matchConstraints: { resourceRules: [createPods] },
        mutations: [
          {
            patchType: "ApplyConfiguration",
            applyConfiguration: {
              expression: "Object{spec: Object.spec{hostPID: false, hostIPC: false, hostNetwork: false}}",
            },
          },
        ],
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicyBinding",
      metadata,
      spec: { policyName: metadata.name },
    },
  ]);
  await untilPod(site, { hostPID: true }, (code, body) => code === 201 && !body.includes('"hostPID":true'));
  return site;
}

/** A site whose engine is gone, but whose webhook still has to be asked. */
async function withEngineDown(testbed: Testbed): Promise<Site> {
  const site = await testbed.startSite({ name: "engine-down" });
  const gone = await startWebhookServer({
    certificate: await servingCertificate(site),
    answer: () => ({ allowed: true }),
  });
  await gone.stop();
  await apply(site, [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "engine" },
      webhooks: [
        {
          name: "engine.example.org",
          clientConfig: gone.clientConfig,
          rules: [createPods],
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
          failurePolicy: "Fail",
          timeoutSeconds: 1,
        },
      ],
    },
  ]);
  await untilPod(site, {}, (_code, body) => body.includes("failed calling webhook"));
  return site;
}

const createPods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };

/** Waits for an answer to a pod in the namespace `default`. */
async function untilPod(
  site: Site,
  spec: JsonObject,
  answered: (code: number, body: string) => boolean,
): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  const api = apiOf(config, "dvs-test");
  const containers = [{ name: "main", image: "registry.k8s.io/pause" }];
  const metadata = { name: "settle" };
  const body = { apiVersion: "v1", kind: "Pod", metadata, spec: { ...spec, containers } };
  const path = "/api/v1/namespaces/default/pods";
  try {
    await until(
      `${site.name} to be ready`,
      async () => {
        const sent = { method: "POST", path, query: { dryRun: "All" }, body } as const;
        const answer = await api.send(sent, AbortSignal.timeout(5000));
        return answered(answer.code, JSON.stringify(answer.body));
      },
      { timeoutSeconds: 60 },
    );
  } finally {
    api.close();
  }
}

import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import { defaultProfile, isObject, policies } from "#policies";
import type { Exemption } from "#results";
import { validatingAdmissionPolicy } from "../../enforcement/validating-admission-policy.ts";
import { apiOf } from "../../plugin/api.ts";
import { exemptionsAt, readExemptionSources } from "../../plugin/facts/exemptions.ts";
import type { Place } from "../../plugin/facts/place.ts";
import { apply, remove, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { boundTo, rightsOf } from "./access.ts";

const registration = "admissionregistration.k8s.io/v1";
const named = "kubernetes.io/metadata.name";
const place = (namespace: string): Place => ({
  namespace,
  labels: { [named]: namespace, stage: namespace === "team-a" ? "test" : "production" },
  annotations: {},
  user: `system:serviceaccount:${namespace}:dvs`,
  groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
});
const exempt = place("team-a");
const checked = place("team-b");

/** This project's own policy about sysctls, which needs no ConfigMap here. */
function sysctlsPolicy(more: object = {}): object {
  const [policy] = validatingAdmissionPolicy(policies["restrict-sysctls"], "enforce");
  assert.ok(policy !== undefined && isObject(policy["spec"]));
  const { paramKind: _, ...spec } = policy["spec"];
  const variables = [{ name: "safeSysctls", expression: `["kernel.shm_rmid_forced"]` }];
  return { ...policy, spec: { ...spec, variables, ...more } };
}

const sysctlsBinding = (name: string, matchResources: object) => ({
  apiVersion: registration,
  kind: "ValidatingAdmissionPolicyBinding",
  metadata: { name },
  spec: { policyName: "dvs-restrict-sysctls", validationActions: ["Deny"], matchResources },
});

describe("exemptions at a real API server, which decides what is exempt", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "exemptions" });
    const rbac = "rbac.authorization.k8s.io";
    const metadata = { name: "tenants" };
    await apply(site, [
      ...[exempt, checked].map(({ namespace, labels: { stage } }) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: namespace, labels: { stage } },
      })),
      {
        apiVersion: `${rbac}/v1`,
        kind: "ClusterRole",
        metadata,
        rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["create"] }],
      },
      {
        apiVersion: `${rbac}/v1`,
        kind: "ClusterRoleBinding",
        metadata,
        roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "tenants" },
        subjects: [{ apiGroup: rbac, kind: "Group", name: "system:serviceaccounts" }],
      },
    ]);
    for (const where of [exempt, checked])
      await until(
        `pods may be created in ${where.namespace}`,
        async () => (await create(where)) === "admitted",
        {
          timeoutSeconds: 60,
        },
      );
  });
  after(() => testbed?.stop());

  const config = () => {
    const kubeconfig = new KubeConfig();
    kubeconfig.loadFromFile(site.kubeconfig);
    return kubeconfig;
  };

  /** What becomes of a pod with an unsafe sysctl that the place's user creates: `admitted`, or the refusal. */
  async function create({ namespace, user, groups }: Place): Promise<string> {
    const api = apiOf(config(), "dvs-test", { "impersonate-user": user, "impersonate-group": groups });
    const body = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: {
        securityContext: { sysctls: [{ name: "kernel.msgmax", value: "65536" }] },
        containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }],
      },
    };
    try {
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const { code, body: answer } = await api.send(
        { method: "POST", path, query: { dryRun: "All" }, body },
        AbortSignal.timeout(10_000),
      );
      return code === 201 ? "admitted" : String((answer as { message?: string }).message);
    } finally {
      api.close();
    }
  }

  async function exemptions(where: Place, user?: string): Promise<Exemption[]> {
    const api = apiOf(config(), "dvs-test", user === undefined ? {} : { "impersonate-user": user });
    const limits = { requestTimeout: 10, signal: new AbortController().signal };
    try {
      return exemptionsAt(await readExemptionSources(api, limits), where, defaultProfile.policies);
    } finally {
      api.close();
    }
  }

  /** Both places, once the API server heeds the objects: one is exempt, there and for us; the other is not. */
  async function oneIsExempt(objects: readonly object[], refusal: RegExp): Promise<Exemption> {
    await apply(site, objects);
    try {
      await until(`a refusal like ${refusal}`, async () => refusal.test(await create(checked)), {
        timeoutSeconds: 60,
      });
      assert.equal(await create(exempt), "admitted");
      assert.deepEqual(await exemptions(checked), []);
      const [one, ...more] = await exemptions(exempt);
      assert.ok(one);
      assert.deepEqual(more, []);
      return one;
    } finally {
      await remove(site, objects);
      await until("pods are admitted again", async () => (await create(checked)) === "admitted", {
        timeoutSeconds: 60,
      });
    }
  }

  /** A webhook that nobody answers: whoever is not exempt from it, gets an error that names it. */
  const webhook = (name: string, more: object) => ({
    apiVersion: registration,
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "policies" },
    webhooks: [
      {
        name,
        clientConfig: { url: "https://127.0.0.1:1/validate" },
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
        failurePolicy: "Fail",
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        timeoutSeconds: 2,
        ...more,
      },
    ],
  });

  it("agrees on the namespaceSelectors of webhooks", async () => {
    const selectors: [object, string][] = [
      [{ matchLabels: { stage: "production" } }, "stage=production"],
      [
        { matchExpressions: [{ key: named, operator: "NotIn", values: ["x", "team-a"] }] },
        `${named} NotIn (team-a, …)`,
      ],
      [
        { matchExpressions: [{ key: "stage", operator: "In", values: ["production"] }] },
        "stage In (production)",
      ],
    ];
    for (const [index, [namespaceSelector, says]] of selectors.entries()) {
      const name = `validate-${index}.musterstadt.example`;
      const found = await oneIsExempt(
        [webhook(name, { namespaceSelector })],
        new RegExp(`calling webhook "${name}"`),
      );
      assert.deepEqual(found, { engine: name, says: `namespaceSelector of the webhook ${name}: ${says}` });
    }
  });

  it("agrees on match conditions about the user, his groups and the namespace", async () => {
    const expressions = [
      `request.userInfo.username != "system:serviceaccount:team-a:dvs"`,
      `!("system:serviceaccounts:team-a" in request.userInfo.groups)`,
      `!request.userInfo.groups.exists(group, group.endsWith(":team-a"))`,
      `!request.userInfo.username.matches("^system:serviceaccount:team-a:.*$")`,
      `request.operation == "DELETE" || request.namespace != "team-a"`,
      `object.metadata.namespace != "team-a"`,
    ];
    for (const [index, expression] of expressions.entries()) {
      const name = `condition-${index}.musterstadt.example`;
      const matchConditions = [
        { name: "is-a-pod", expression: `request.resource.resource == "pods"` },
        { name: "not-team-a", expression },
      ];
      const found = await oneIsExempt(
        [webhook(name, { matchConditions })],
        new RegExp(`calling webhook "${name}"`),
      );
      assert.equal(found.says, `match condition not-team-a of the webhook ${name}: ${expression}`);
    }
  });

  it("agrees on the selector of a binding, and on the conditions of its policy", async () => {
    const bound = (matchResources: object) => sysctlsBinding("dvs-restrict-sysctls", matchResources);
    const refusal = /ValidatingAdmissionPolicy 'dvs-restrict-sysctls'/;

    const selecting = bound({ namespaceSelector: { matchLabels: { stage: "production" } } });
    assert.deepEqual(await oneIsExempt([sysctlsPolicy(), selecting], refusal), {
      engine: "validating-admission-policy",
      policies: ["restrict-sysctls"],
      says: "namespaceSelector of the binding dvs-restrict-sysctls: stage=production",
    });

    const matchConditions = [
      {
        name: "not-dvs",
        expression: `!request.userInfo.username.startsWith("system:serviceaccount:team-a:")`,
      },
    ];
    const conditional = sysctlsPolicy({ matchConditions });
    const found = await oneIsExempt([conditional, bound({})], refusal);
    assert.match(
      found.says,
      /^match condition not-dvs of the ValidatingAdmissionPolicy dvs-restrict-sysctls: /,
    );
  });

  it("agrees that a second binding leaves nobody out", async () => {
    const bound = (stage: string) => sysctlsBinding(stage, { namespaceSelector: { matchLabels: { stage } } });
    const objects = [sysctlsPolicy(), bound("production"), bound("test")];
    await apply(site, objects);
    for (const where of [exempt, checked]) {
      await until(
        `sysctls are refused in ${where.namespace}`,
        async () => (await create(where)).includes("dvs-restrict-sysctls"),
        { timeoutSeconds: 60 },
      );
      assert.deepEqual(await exemptions(where), []);
    }
    await remove(site, objects);
  });

  it("agrees on a namespace that Pod Security leaves alone", async () => {
    const label = "pod-security.kubernetes.io/enforce";
    const labelled = (name: string, level: string) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, labels: { [label]: level } },
    });
    await apply(site, [labelled("team-c", "privileged"), labelled("team-d", "baseline")]);
    const at = (namespace: string, level: string) => {
      const where = place(namespace);
      return { ...where, labels: { ...where.labels, [label]: level } };
    };
    assert.equal(await create(place("team-c")), "admitted");
    assert.match(await create(place("team-d")), /violates PodSecurity/);
    const [one, ...more] = await exemptions(at("team-c", "privileged"));
    assert.deepEqual([one?.engine, one?.policies?.length, more], ["pod-security", 7, []]);
    assert.deepEqual(await exemptions(at("team-d", "baseline")), []);
  });

  it("needs the rights of deploy/access.yaml, and without any finds nothing", async () => {
    const namespaceSelector = { matchLabels: { stage: "production" } };
    const objects = [
      webhook("policy.musterstadt.example", { namespaceSelector, failurePolicy: "Ignore" }),
      sysctlsPolicy(),
      sysctlsBinding("production", { namespaceSelector }),
    ];
    await apply(site, objects);
    assert.equal((await exemptions(exempt)).length, 2);
    assert.deepEqual(await exemptions(exempt, "operator"), []);
    await apply(site, boundTo("operator", rightsOf("access.yaml")));
    const all = JSON.stringify(await exemptions(exempt));
    await until(
      "the rights of deploy/access.yaml are at work",
      async () => JSON.stringify(await exemptions(exempt, "operator")) === all,
      { timeoutSeconds: 30 },
    );
    await remove(site, objects);
  });
});

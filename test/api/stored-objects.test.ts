import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import type { JsonObject } from "#policies";
import type { RunResult } from "#results";
import { apiOf } from "../../plugin/api.ts";
import { sweep } from "../../plugin/sweep.ts";
import { apply, remove, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { auditLog, changes } from "./audit-log.ts";
import { assertNothingLeft, everything } from "./everything.ts";
import { runProbe } from "./run-probe.ts";

/** A MutatingAdmissionPolicy for pods that are created; the expression is a list of JSON Patch steps. */
const mutating = (name: string, expression: string): readonly JsonObject[] => [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    metadata: { name },
    spec: {
      reinvocationPolicy: "Never",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      mutations: [{ patchType: "JSONPatch", jsonPatch: { expression } }],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name },
    spec: { policyName: name },
  },
];
const proxyFirst = mutating(
  "proxy-first",
  `[JSONPatch{op: "add", path: "/spec/containers/0", value: Object.spec.containers{name: "proxy", image: "registry.k8s.io/pause:3.10"}}]`,
);
const withFinalizer = mutating(
  "with-finalizer",
  `[JSONPatch{op: "add", path: "/metadata/finalizers", value: ["musterstadt.example/hold"]}]`,
);
const withoutGate = mutating(
  "without-gate",
  `has(object.spec.schedulingGates) ? [JSONPatch{op: "remove", path: "/spec/schedulingGates"}] : []`,
);

const teamA = { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } };
const onePod = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "one-pod", namespace: "team-a" },
  spec: { hard: { pods: "1" } },
};
const updates = ["update-main-unknown-registry", "ephemeral-unknown-registry"];

describe("what a deep run stores", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let before_: readonly string[];
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "stored" });
    await apply(site, [teamA]);
    const filled = "/api/v1/namespaces/team-a/configmaps/kube-root-ca.crt";
    await until("team-a is filled", async () => (await request(site, filled)).status === 200, {
      timeoutSeconds: 30,
    });
    before_ = await everything(site);
  });
  after(() => testbed?.stop());

  const answer = async (namespace = "kube-public"): Promise<string> => {
    const spec = {
      schedulingGates: [{ name: "a.example/b" }],
      containers: [
        {
          name: "main",
          image: "registry.k8s.io/pause:3.10",
          resources: { limits: { cpu: "1", memory: "1Mi" } },
        },
      ],
    };
    const body = { apiVersion: "v1", kind: "Pod", metadata: { name: "settle" }, spec };
    const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
    return JSON.stringify((await request(site, path, { method: "POST", body })).body);
  };
  const deepRun = async (
    manifests: readonly object[],
    atWork: (answer: string) => boolean,
  ): Promise<{ result: RunResult; stored: string[] }> => {
    await apply(site, manifests);
    await until("it is at work", async () => atWork(await answer()), { timeoutSeconds: 60 });
    const seen = (await auditLog(site)).length;
    const { result, problems } = await runProbe(site.kubeconfig, {
      namespaces: ["team-a"],
      freshNamespace: false,
      probes: "deep",
    });
    assert.deepEqual(problems, []);
    const stored = changes((await auditLog(site)).slice(seen)).filter((change) =>
      / (pods|deployments)$/.test(change),
    );
    await remove(site, manifests);
    await until("it is gone", async () => !atWork(await answer()), { timeoutSeconds: 60 });
    await assertNothingLeft(site, before_);
    return { result, stored };
  };
  const outcomes = ({ probes }: RunResult) =>
    updates.map((id) => {
      const outcome = probes.find(({ probe }) => probe === `restrict-image-registries/${id}`)?.outcome;
      return outcome?.kind === "inconclusive" ? `${outcome.kind} ${outcome.reason}` : outcome?.kind;
    });

  it("is changed by the names of its containers, whatever a platform puts before them", async () => {
    const { result } = await deepRun(proxyFirst, (said) => said.includes('"proxy"'));
    assert.deepEqual(outcomes(result), ["admitted", "admitted"]);
  });

  for (const [title, manifests, word] of [
    ["that a finalizer would hold", withFinalizer, "musterstadt.example/hold"],
    ["that a node could start", withoutGate, undefined],
  ] as const)
    it(`is nothing ${title}: no update is tried then, and all else is`, async () => {
      const atWork = (said: string) =>
        word === undefined ? !said.includes('"schedulingGates":[') : said.includes(word);
      const { result, stored } = await deepRun(manifests, atWork);
      assert.deepEqual(outcomes(result), ["inconclusive setup", "inconclusive setup"]);
      assert.deepEqual(stored, ["create deployments", "delete deployments"]);
      const rest = result.probes.filter(
        ({ probe, outcome }) => !/update|ephemeral/.test(probe) && outcome.kind === "admitted",
      );
      assert.ok(rest.length > 150, `${rest.length} admitted`);
    });

  it("gives way to the tenant where a quota has no room for both", async () => {
    await apply(site, [onePod]);
    const quota = "/api/v1/namespaces/team-a/resourcequotas/one-pod";
    await until(
      "the quota is counted",
      async () => JSON.stringify((await request(site, quota)).body).includes('"used"'),
      {
        timeoutSeconds: 30,
      },
    );
    const { result, problems } = await runProbe(site.kubeconfig, {
      namespaces: ["team-a"],
      freshNamespace: false,
      probes: "deep",
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(outcomes(result), ["inconclusive quota", "inconclusive quota"]);
    const open = result.probes.filter(({ outcome }) => outcome.kind === "admitted");
    assert.ok(open.length > 150, `${open.length} admitted`);
    await remove(site, [onePod]);
    await assertNothingLeft(site, before_);
  });
});

describe("a namespace that looks like that of a run", function () {
  this.timeout("30m");

  it("cannot make a run remove what is not its own", async () => {
    const testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    try {
      const site = await testbed.startSite({ name: "lookalike" });
      const labels = { "app.kubernetes.io/managed-by": "dvs", "dvs-run": "deadbeef" };
      const annotations = {
        "dvs-namespaces": "victim?,team-a/configmaps/precious?,../namespaces/victim?,team-a",
      };
      await apply(site, [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "victim" } },
        teamA,
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "precious", namespace: "team-a" } },
        // of the right name, but without the label of a run
        { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "dvs-deadbeef", namespace: "team-a" } },
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "dvs-deadbeef", labels, annotations } },
      ]);
      const config = new KubeConfig();
      config.loadFromFile(site.kubeconfig);
      const api = apiOf(config, "dvs/test");
      const limits = { requestTimeout: 10, signal: new AbortController().signal };
      const swept = await sweep(api, limits, { only: "deadbeef" });
      api.close();
      assert.deepEqual(swept.removed, ["dvs-deadbeef"]);
      for (const path of [
        "/api/v1/namespaces/victim",
        "/api/v1/namespaces/team-a/configmaps/precious",
        "/api/v1/namespaces/team-a/serviceaccounts/dvs-deadbeef",
      ]) {
        const { status, body } = await request(site, path);
        assert.equal(status, 200, path);
        assert.equal(
          (body as { metadata: { deletionTimestamp?: string } }).metadata.deletionTimestamp,
          undefined,
          path,
        );
      }
    } finally {
      await testbed.stop();
    }
  });
});

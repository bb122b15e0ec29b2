import assert from "node:assert/strict";
import { type JsonObject, policies } from "#policies";
import { judge } from "#results";
import { siteKinds, startSiteKind } from "../../demo/sites.ts";
import { setImagePullPolicy } from "../../enforcement/mutating-admission-policy.ts";
import { apply, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { runProbe } from "./run-probe.ts";

describe("a site that makes pods compliant", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "mutating" });
    await apply(site, setImagePullPolicy(policies["imagepullpolicy-always"]));
    const pod = (name: string) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name },
      spec: {
        containers: [{ name: "main", image: "registry.k8s.io/pause", imagePullPolicy: "IfNotPresent" }],
      },
    });
    await until(
      "the MutatingAdmissionPolicy is at work",
      async () => {
        const path = "/api/v1/namespaces/default/pods?dryRun=All";
        return JSON.stringify(
          (await request(site, path, { method: "POST", body: pod("settle") })).body,
        ).includes('"imagePullPolicy":"Always"');
      },
      { timeoutSeconds: 60 },
    );
  });
  after(() => testbed?.stop());

  it("enforces by mutation with enforcement/map, says how the pod was changed, and enforces nothing else", async () => {
    const { result } = await runProbe(site.kubeconfig);
    const [vantage] = result.vantages;
    assert.ok(vantage);
    for (const { policy, verdict, flags } of judge(vantage, result.probes)) {
      if (policy !== "imagepullpolicy-always") assert.equal(verdict, "not-enforced", policy);
      else assert.deepEqual([verdict, flags], ["enforced", ["byMutation"]]);
    }
    const mutated = result.probes.flatMap(({ outcome }) =>
      outcome.kind === "mutated" ? [outcome.changes] : [],
    );
    assert.equal(mutated.length, 2);
    for (const changes of mutated) {
      assert.deepEqual(changes, [
        { op: "replace", path: "/spec/containers/0/imagePullPolicy", value: "Always" },
      ]);
    }
  });
});

/** A MutatingAdmissionPolicy for all pods that are created, of which the object is what is to be merged. */
const defaulting = (name: string, expression: string): readonly JsonObject[] => [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    metadata: { name },
    spec: {
      reinvocationPolicy: "IfNeeded",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name },
    spec: { policyName: name },
  },
];

const nonRoot = defaulting(
  "default-non-root",
  `has(object.spec.securityContext) && has(object.spec.securityContext.runAsNonRoot)
  ? Object{}
  : Object{spec: Object.spec{securityContext: Object.spec.securityContext{runAsNonRoot: true}}}`,
);
const readOnly = defaulting(
  "default-read-only",
  `Object{spec: Object.spec{containers: object.spec.containers.map(container,
  has(container.securityContext) && has(container.securityContext.readOnlyRootFilesystem)
    ? Object.spec.containers{name: container.name}
    : Object.spec.containers{
        name: container.name,
        securityContext: Object.spec.containers.securityContext{readOnlyRootFilesystem: true}})}}`,
);
const limit = { cpu: "50m", memory: "64Mi" };
const tenant: readonly object[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } },
  {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { name: "defaults", namespace: "team-a" },
    spec: { limits: [{ type: "Container", default: limit, defaultRequest: limit }] },
  },
];

/** Verdict and flags where values that are missing are filled in, alone and with the rules beside; written down first. */
const expected: Readonly<Record<"none" | "vap", Readonly<Record<string, string>>>> = {
  none: {
    "imagepullpolicy-always": "enforced byMutation",
    "require-limits-and-requests": "enforced byMutation",
    // what is set explicitly to a violation stays: no default changes it
    "require-run-as-non-root": "partly-enforced byMutation",
    "require-ro-rootfs": "partly-enforced byMutation",
  },
  vap: {
    "imagepullpolicy-always": "enforced byMutation",
    "require-limits-and-requests": "enforced byMutation",
    "require-run-as-non-root": "enforced byMutation",
    "require-ro-rootfs": "enforced byMutation",
  },
};
const stayOpen = [
  "require-ro-rootfs/main-false",
  "require-run-as-non-root/main-false",
  "require-run-as-non-root/pod-false",
];

describe("a tenant's namespace in which missing values are filled in", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  for (const id of ["none", "vap"] as const) {
    it(`(${id}) fulfils by mutation what defaults can, and what is set to a violation is shown as what it is`, async () => {
      const kind = siteKinds.find((candidate) => candidate.id === id);
      assert.ok(kind);
      const site = await startSiteKind(testbed, { ...kind, id: `defaults-${id}` });
      await apply(site, [
        ...tenant,
        ...setImagePullPolicy(policies["imagepullpolicy-always"]),
        ...nonRoot,
        ...readOnly,
      ]);
      await until(
        "the defaults are at work",
        async () => {
          const spec = { containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }] };
          const body = { apiVersion: "v1", kind: "Pod", metadata: { name: "settle" }, spec };
          const path = "/api/v1/namespaces/kube-public/pods?dryRun=All";
          const answer = JSON.stringify((await request(site, path, { method: "POST", body })).body);
          return answer.includes("readOnlyRootFilesystem") && answer.includes("runAsNonRoot");
        },
        { timeoutSeconds: 60 },
      );
      const { result } = await runProbe(site.kubeconfig, { namespaces: ["team-a"], freshNamespace: false });
      const [vantage] = result.vantages;
      assert.ok(vantage);
      for (const { policy, verdict, flags } of judge(vantage, result.probes)) {
        const otherwise = id === "none" ? "not-enforced" : "enforced";
        assert.equal([verdict, ...flags].join(" "), expected[id][policy] ?? otherwise, policy);
      }
      const open = result.probes
        .filter(({ policy }) => policy in expected.none)
        .filter(({ outcome, expect }) => outcome.kind === "admitted" && expect !== "admit")
        .map(({ probe }) => probe);
      assert.deepEqual(open.sort(), id === "none" ? stayOpen : []);
      await site.stop();
    });
  }
});

import assert from "node:assert/strict";
import type { JsonObject } from "#policies";
import { type RunResult, siteVerdicts, type Verdict } from "#results";
import { type SiteKind, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { apply, remove, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { everywhere } from "./expected-verdicts.ts";
import { runProbe } from "./run-probe.ts";

/** Where no tenant is, and where the reference rules do not apply. */
const aside = "kube-public";

/** A rule of a site about every pod that is none of the catalogue's. */
const demand = (
  name: string,
  expression: string,
  message: string,
  operator: "In" | "NotIn" = "NotIn",
): readonly JsonObject[] => [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      validations: [{ expression, message }],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ["Deny"],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator, values: [aside] }],
        },
      },
    },
  },
];
/** API servers take up policies together: when this one is at work that was made last, all are. */
const sentinel = demand("sentinel", "false", "at work", "In");
const costCentre = demand(
  "cost-centre",
  "has(object.metadata.labels) && 'cost-centre' in object.metadata.labels",
  "a pod needs the label cost-centre",
);
const pullSecret = demand(
  "pull-secret",
  "has(object.spec.imagePullSecrets) && object.spec.imagePullSecrets.size() > 0",
  "a pod needs a pull secret",
);
const priority = demand(
  "priority",
  "has(object.spec.priorityClassName) && object.spec.priorityClassName == 'tenants'",
  "a pod needs the priority class tenants",
);
const storage = demand(
  "storage",
  "object.spec.containers.all(c, has(c.terminationMessagePolicy) && c.terminationMessagePolicy == 'FallbackToLogsOnError')",
  "containers keep their last words",
);
const digests = demand("digests", "object.spec.containers.all(c, c.image.contains('@'))", "digest missing");
const userId = demand(
  "user-id",
  "has(object.spec.securityContext) && has(object.spec.securityContext.runAsUser)",
  "runAsUser must be set",
);
const priorityClass = {
  apiVersion: "scheduling.k8s.io/v1",
  kind: "PriorityClass",
  metadata: { name: "tenants" },
  value: 1000,
};

const overlay = {
  metadata: { labels: { "cost-centre": "limits-4711" } },
  spec: { imagePullSecrets: [{ name: "mirror" }], priorityClassName: "tenants" },
  container: { terminationMessagePolicy: "FallbackToLogsOnError" },
};
const digest =
  "registry.k8s.io/pause@sha256:7c38f24774e3cbd906d2d33c38354ccf787635581c122965132c9bd309754d4a";

interface Case {
  readonly title: string;
  readonly enforcing: "none" | "vap";
  readonly demands: readonly (readonly JsonObject[])[];
  readonly flags: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, Verdict>>;
  readonly alternative?: string;
}

const all = [costCentre, pullSecret, priority, storage];
/** Written down before anything ran. */
const cases: readonly Case[] = [
  {
    title: "demands that the compliant pod does not meet: refuses everything, and nobody is blamed",
    enforcing: "none",
    demands: [costCentre],
    flags: {},
    expected: everywhere("over-blocking"),
  },
  {
    title: "met by podOverlay, nothing enforced beside",
    enforcing: "none",
    demands: all,
    flags: { podOverlay: overlay },
    expected: everywhere("not-enforced"),
  },
  {
    title: "met by podOverlay, all policies enforced beside",
    enforcing: "vap",
    demands: all,
    flags: { podOverlay: overlay },
    expected: everywhere("enforced"),
  },
  {
    title: "met by podOverlay, all policies enforced beside, all probes",
    enforcing: "vap",
    demands: all,
    flags: { podOverlay: overlay, probes: "deep" },
    expected: everywhere("enforced"),
  },
  {
    // the image with a tag, which imagepullpolicy-always has to try, is refused for its lack of a digest
    title: "digests demanded, an image by digest configured",
    enforcing: "none",
    demands: [digests],
    flags: { image: digest },
    expected: { ...everywhere("not-enforced"), "imagepullpolicy-always": "inconclusive" },
  },
  {
    // runAsUser is always set then, which may pass for runAsNonRoot
    title: "an explicit user id demanded: found by itself",
    enforcing: "none",
    demands: [userId],
    flags: {},
    expected: { ...everywhere("not-enforced"), "require-run-as-non-root": "inconclusive" },
    alternative: "explicit-uid",
  },
  {
    title: "an explicit user id demanded, all policies enforced beside",
    enforcing: "vap",
    demands: [userId],
    flags: {},
    expected: everywhere("enforced"),
    alternative: "explicit-uid",
  },
];

describe("a site that demands more of every pod", function () {
  this.timeout("30m");
  let testbed: Testbed;
  const sites = new Map<string, Site>();
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    for (const id of ["none", "vap"]) {
      const kind = siteKinds.find((candidate): candidate is SiteKind => candidate.id === id);
      assert.ok(kind);
      const site = await startSiteKind(testbed, kind);
      await apply(site, [
        priorityClass,
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "settle" } },
      ]);
      sites.set(id, site);
    }
  });
  after(() => testbed?.stop());

  const atWork = async (site: Site): Promise<boolean> => {
    const spec = { containers: [{ name: "main", image: "registry.k8s.io/pause:3.10" }] };
    const body = { apiVersion: "v1", kind: "Pod", metadata: { name: "settle" }, spec };
    const path = `/api/v1/namespaces/${aside}/pods?dryRun=All`;
    return (await request(site, path, { method: "POST", body })).status === 422;
  };
  const withDemands = async (
    site: Site,
    demands: Case["demands"],
    run: () => Promise<RunResult>,
  ): Promise<RunResult> => {
    const manifests = [...demands.flat(), ...sentinel];
    await apply(site, manifests);
    try {
      await until("the demands are at work", () => atWork(site), { timeoutSeconds: 60 });
      return await run();
    } finally {
      await remove(site, manifests);
      await until("the demands are gone", async () => !(await atWork(site)), { timeoutSeconds: 60 });
    }
  };

  for (const { title, enforcing, demands, flags, expected, alternative } of cases) {
    it(`(${enforcing}) ${title}`, async () => {
      const site = sites.get(enforcing);
      assert.ok(site);
      const result = await withDemands(site, demands, async () => {
        const run = await runProbe(site.kubeconfig, flags);
        assert.deepEqual(run.problems, []);
        return run.result;
      });
      const found = siteVerdicts(result).map(({ policy, verdict }) => [policy, verdict]);
      assert.deepEqual(Object.fromEntries(found), expected);
      assert.equal(result.vantages[0]?.alternative?.id, alternative);
      assert.deepEqual(result.configuration["podOverlay"], flags["podOverlay"]);
    });
  }
});

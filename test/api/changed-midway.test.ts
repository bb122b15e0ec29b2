import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { KubeConfig } from "@kubernetes/client-node";
import { type JudgedProbe, judge, levels, type Outcome } from "#results";
import { demoImage, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { apiOf } from "../../plugin/api.ts";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { baselineTrial, sendAsDryRun } from "../../plugin/dry-run.ts";
import { paceOf } from "../../plugin/pace.ts";
import { plan } from "../../plugin/plan.ts";
import { makeRunNamespace } from "../../plugin/run-namespace.ts";
import { removeNamespace } from "../../plugin/sweep.ts";
import { makeTenant } from "../../plugin/tenant.ts";
import { tryProbes } from "../../plugin/try-probes.ts";
import { whenReady } from "../../plugin/when-ready.ts";
import { apply, remove, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { runProbe } from "./run-probe.ts";

/** Refuses every pod with a text that speaks of policies and quotes the images, so that no two texts are the same. */
const freeze: readonly object[] = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "freeze" },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      validations: [
        {
          expression: "false",
          messageExpression:
            "'change freeze, privileged pods, image tags, procMount and read-only root file systems are reviewed by hand: ' + object.spec.containers.map(c, c.image).join(' ')",
        },
      ],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "freeze" },
    spec: { policyName: "freeze", validationActions: ["Deny"] },
  },
];

describe("a cluster that changes", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    const none = siteKinds.find(({ id }) => id === "none");
    assert.ok(none);
    site = await startSiteKind(testbed, none);
  });
  after(() => testbed?.stop());

  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "settle" },
    spec: { containers: [{ name: "c", image: demoImage }] },
  };
  const refused = async (): Promise<boolean> =>
    (await request(site, "/api/v1/namespaces/default/pods?dryRun=All", { method: "POST", body: pod }))
      .status !== 201;
  const apply_ = async (manifests: readonly object[]): Promise<void> => {
    await apply(site, manifests);
    await until("everything is refused", refused, { timeoutSeconds: 60 });
  };
  const remove_ = async (manifests: readonly object[]): Promise<void> => {
    await remove(site, manifests);
    await until("pods are admitted again", async () => !(await refused()), { timeoutSeconds: 60 });
  };
  const nothingEnforced = (compliant: Outcome, probes: readonly JudgedProbe[]): void => {
    for (const { policy, verdict } of judge({ compliant, exemptions: [] }, probes)) {
      assert.notEqual(levels[verdict], "enforced", policy);
      assert.notEqual(levels[verdict], "gaps", policy);
    }
  };

  /** Tries all probes; before the twelfth request everything begins to be refused. */
  const changingMidway = async (runId: string, manifests: readonly object[]) => {
    const config = new KubeConfig();
    config.loadFromFile(site.kubeconfig);
    const admin = apiOf(config, "dvs/test");
    const limits = { requestTimeout: 10, signal: new AbortController().signal };
    const configuration = await loadConfiguration({}, {}, undefined);
    const namespace = `dvs-${runId}`;
    const planned = plan(configuration, { runId, namespace, image: demoImage, serverVersion: "v1.36.3" });
    await makeRunNamespace(admin, runId, configuration, limits);
    const forWhom = {
      runId,
      namespace,
      probes: "core",
      lifetime: 600,
      pace: paceOf(configuration, planned.probes.length),
    } as const;
    const tenant = await makeTenant(admin, config, forWhom, "dvs/test", limits);
    await whenReady(() => sendAsDryRun(tenant, baselineTrial(planned.values), limits), limits.signal);
    let requests = 0;
    const send: typeof tenant.api.send = async (sent, signal) => {
      requests += 1;
      if (requests === 12) await apply_(manifests);
      return tenant.api.send(sent, signal);
    };
    const api = { ...tenant.api, send };
    const none = { store: undefined, onProgress: undefined };
    const context = { failurePolicies: new Map<string, string>(), concurrency: 1, limits, ...none };
    const found = await tryProbes({ ...tenant, api }, planned, context);
    await removeNamespace(admin, tenant.namespace, limits);
    admin.close();
    tenant.api.close();
    await remove_(manifests);
    return found;
  };

  for (const [name, manifests] of [
    ["a text that names no policy", siteKinds.find(({ id }) => id === "deny-all")?.manifests ?? []],
    ["a text that names policies", freeze],
  ] as const) {
    it(`and begins to refuse everything midway, with ${name}, is not taken for one that enforces`, async () => {
      const { compliant, probes } = await changingMidway(
        name.includes("no ") ? "0a0b0c0d" : "0a0b0c0e",
        manifests,
      );
      assert.equal(compliant.kind, "admitted");
      assert.ok(probes.some(({ outcome }) => outcome.kind === "admitted"));
      assert.ok(probes.some(({ outcome }) => outcome.kind === "control-refused"));
      assert.deepEqual(
        probes.filter(({ outcome }) => outcome.kind === "refused"),
        [],
      );
      nothingEnforced(compliant, probes);
    });
  }

  it("and refuses everything from the start, each pod with another text that names policies, enforces nothing", async () => {
    await apply_(freeze);
    const { result } = await runProbe(site.kubeconfig);
    await remove_(freeze);
    const [vantage] = result.vantages;
    assert.ok(vantage);
    assert.equal(vantage.compliant.kind, "control-refused");
    nothingEnforced(vantage.compliant, result.probes);
  });

  const mostTried = async (namespace: string): Promise<boolean> =>
    (await readFile(site.auditLog, "utf8")).split(`/namespaces/${namespace}/pods`).length > 45;

  const isCertain = ({ verdict }: { readonly verdict: string }) => verdict !== "inconclusive";

  /**
   * A controller of the site that does something to every run's namespace when most probes have been tried once. On a
   * busy machine it may come to it so late that some policies are inconclusive, as they should be then: once more.
   */
  const withController = async (
    act: (namespace: string) => Promise<unknown>,
    repetitions = 3,
  ): ReturnType<typeof oneRun> => {
    const run = await oneRun(act);
    return repetitions > 0 && !run.found.every(isCertain) ? withController(act, repetitions - 1) : run;
  };
  const oneRun = async (act: (namespace: string) => Promise<unknown>) => {
    const stop = new AbortController();
    const controller = (async () => {
      const seen = new Set<string>();
      while (!stop.signal.aborted) {
        const { body } = await request(site, "/api/v1/namespaces?labelSelector=dvs-run");
        for (const { metadata } of (body as { items: { metadata: { name: string } }[] }).items) {
          if (seen.has(metadata.name)) continue;
          seen.add(metadata.name);
          await until("most probes have been tried", () => mostTried(metadata.name), { timeoutSeconds: 60 });
          await act(metadata.name);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const { result, said } = await runProbe(site.kubeconfig);
    stop.abort();
    await controller;
    const [vantage] = result.vantages;
    assert.ok(vantage);
    assert.match(said.join("\n"), /does not answer as it did a moment ago: trying again/);
    return { vantage, found: judge(vantage, result.probes) };
  };

  it("and labels fresh namespaces a moment after their making is judged by what holds then", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const { vantage, found } = await withController((namespace) =>
      request(site, `/api/v1/namespaces/${namespace}`, {
        method: "PATCH",
        contentType: "application/merge-patch+json",
        body: { metadata: { labels } },
      }),
    );
    assert.deepEqual(vantage.podSecurity, labels);
    assert.equal(found.filter(({ verdict }) => verdict === "enforced").length, 6);
    assert.equal(found.filter(({ verdict }) => verdict === "enforced-looser").length, 2);
  });

  it("and puts default limits into fresh namespaces a moment after their making enforces by mutation", async () => {
    const limit = { cpu: "50m", memory: "64Mi" };
    const { found } = await withController((namespace) =>
      request(site, `/api/v1/namespaces/${namespace}/limitranges`, {
        method: "POST",
        body: {
          apiVersion: "v1",
          kind: "LimitRange",
          metadata: { name: "defaults" },
          spec: { limits: [{ type: "Container", default: limit, defaultRequest: limit }] },
        },
      }),
    );
    for (const { policy, verdict, flags } of found) {
      if (policy !== "require-limits-and-requests") assert.equal(verdict, "not-enforced", policy);
      else assert.deepEqual([verdict, flags], ["enforced", ["byMutation"]]);
    }
  });
});

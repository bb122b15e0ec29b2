import assert from "node:assert/strict";
import { KubeConfig } from "@kubernetes/client-node";
import { judge, levels } from "#results";
import { demoImage, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { apiOf } from "../../plugin/api.ts";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { plan } from "../../plugin/plan.ts";
import { makeTenant } from "../../plugin/tenant.ts";
import { tryProbes } from "../../plugin/try-probes.ts";
import { apply, startTestbed, type Testbed, until } from "../../testbed/index.ts";

describe("a cluster that begins to refuse everything in the middle of a run", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  it("is not taken for one that enforces: a refusal that names no policy counts only beside an admitted control", async () => {
    const [none, denyAll] = ["none", "deny-all"].map((id) => siteKinds.find((kind) => kind.id === id));
    assert.ok(none && denyAll);
    const site = await startSiteKind(testbed, none);
    const config = new KubeConfig();
    config.loadFromFile(site.kubeconfig);
    const admin = apiOf(config, "dvs/test");
    const limits = { requestTimeout: 10, signal: new AbortController().signal };
    const planned = plan(await loadConfiguration({}, {}, undefined), "0a0b0c0d", demoImage, "v1.36.3");
    const run = { id: "0a0b0c0d", namespaceLabels: {}, lifetime: 600 };
    const tenant = await makeTenant(admin, config, run, "dvs/test", limits);

    let requests = 0;
    const send: typeof tenant.api.send = async (request, signal) => {
      requests += 1;
      if (requests === 12) {
        await apply(site, denyAll.manifests);
        const refused = async () => denyAll.atWork(await tenant.api.send(request, signal));
        await until("everything is refused", refused, { timeoutSeconds: 60 });
      }
      return tenant.api.send(request, signal);
    };
    const api = { ...tenant.api, send };
    const { compliant, probes } = await tryProbes({ ...tenant, api }, planned, {
      failurePolicies: new Map(),
      limits,
      onProgress: undefined,
    });
    admin.close();
    tenant.api.close();

    assert.equal(compliant.kind, "admitted");
    assert.ok(probes.some(({ outcome }) => outcome.kind === "admitted"));
    assert.ok(probes.some(({ outcome }) => outcome.kind === "control-refused"));
    assert.deepEqual(
      probes.filter(({ outcome }) => outcome.kind === "refused"),
      [],
    );
    for (const { policy, verdict } of judge(compliant, probes)) {
      assert.notEqual(levels[verdict], "enforced", policy);
      assert.notEqual(levels[verdict], "gaps", policy);
    }
  });
});

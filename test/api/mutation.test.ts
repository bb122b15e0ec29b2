import assert from "node:assert/strict";
import { policies } from "#policies";
import { judge } from "#results";
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

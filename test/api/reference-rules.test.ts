import assert from "node:assert/strict";
import { isObject, policies, probeObject, probesOf, probeValues } from "#policies";
import { demoImage } from "../../demo/sites.ts";
import { bundles } from "../../enforcement/bundles.ts";
import { modes } from "../../enforcement/mode.ts";
import { pause } from "../../plugin/attempt.ts";
import { apply, remove, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";

const own = [
  policies["require-health-and-liveness-check"],
  policies["require-ro-rootfs"],
  policies["restrict-image-registries"],
];
const values = probeValues({
  name: "p-rules",
  namespace: "default",
  serviceAccount: "default",
  image: demoImage,
  minGid: 1000,
});
const podOf = (id: string) => {
  const probe = own.flatMap(probesOf).find((one) => one.id === id);
  assert.ok(probe);
  return JSON.stringify(probeObject(probe, values));
};

describe("our rules as ValidatingAdmissionPolicies", function () {
  this.timeout("10m");
  let testbed: Testbed;
  let site: Site;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    site = await testbed.startSite({ name: "rules" });
  });
  after(() => testbed?.stop());

  const answerTo = async (pod: string): Promise<number> => {
    const path = "/api/v1/namespaces/default/pods?dryRun=All";
    return (await request(site, path, { method: "POST", body: JSON.parse(pod) })).status;
  };

  it("understand parameters as people write them, with spaces and capitals", async () => {
    const [parameters, ...rules] = bundles.vap(own, "enforce", {});
    assert.ok(isObject(parameters));
    const data = {
      "require-health-and-liveness-check.require": "livenessProbe, readinessProbe",
      "require-ro-rootfs.includeInit": "True",
      "restrict-image-registries.allowedRegistries": "docker.io, registry.k8s.io",
    };
    const manifests = [{ ...parameters, data }, ...rules];
    await apply(site, manifests);
    for (const { id, lead } of own)
      await until(`${id} to be at work`, async () => (await answerTo(podOf(`${id}/${lead}`))) === 422, {
        timeoutSeconds: 60,
      });
    const compliant = podOf("require-ro-rootfs/edge-emptydir");
    assert.equal(await answerTo(compliant), 201);
    assert.equal(await answerTo(podOf("require-health-and-liveness-check/no-readiness")), 422);
    assert.equal(await answerTo(podOf("require-ro-rootfs/init-unset")), 422);
    // a capital letter makes it a host, on which docker.io has no bearing
    assert.equal(await answerTo(compliant.replaceAll(demoImage, "library/pause:3.10")), 201);
    assert.equal(await answerTo(compliant.replaceAll(demoImage, "Library/pause:3.10")), 422);
    await remove(site, manifests);
  });

  it("refuse pods without their parameters only if they refuse violations at all", async () => {
    for (const mode of modes) {
      const rules = bundles.vap(own, mode, {}).slice(1);
      await until(
        "the rules before to be gone",
        async () => (await answerTo(podOf("require-ro-rootfs/main-unset"))) === 201,
        { timeoutSeconds: 60 },
      );
      await apply(site, rules);
      const refuses = async () => (await answerTo(podOf("require-ro-rootfs/edge-emptydir"))) === 422;
      if (mode === "enforce") await until("pods to be refused", refuses, { timeoutSeconds: 60 });
      else {
        for (let second = 0; second < 4; second += 1) {
          await pause(1, new AbortController().signal);
          assert.equal(await refuses(), false, mode);
        }
      }
      await remove(site, rules);
    }
  });
});

import assert from "node:assert/strict";
import { type PolicyId, policies } from "#policies";
import { judge } from "#results";
import { demoImage, everyPolicyAtWork, type SiteKind, siteKinds } from "../../demo/sites.ts";
import { validatingAdmissionPolicy } from "../../enforcement/validating-admission-policy.ts";
import { apply, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { everywhere } from "./expected-verdicts.ts";
import { runProbe } from "./run-probe.ts";
import { toBreak } from "./to-break.ts";

/** The rule of a policy, so that it holds for every pod. */
const broken = (id: PolicyId) =>
  validatingAdmissionPolicy(
    { ...policies[id], conditions: [{ over: "pod", cel: "true", fields: [] }] },
    "enforce",
  );

describe("our rules as ValidatingAdmissionPolicies, one broken after the other", function () {
  this.timeout("15m");
  let testbed: Testbed;
  let site: Site;
  let kind: SiteKind;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    const found = siteKinds.find(({ id }) => id === "vap");
    assert.ok(found);
    kind = found;
    site = await testbed.startSite({ name: "broken-rules" });
    await apply(site, kind.manifests);
    await everyPolicyAtWork(site, kind, demoImage);
  });
  after(() => testbed?.stop());

  for (const id of toBreak) {
    it(`turns exactly the cell ${id}`, async () => {
      await apply(site, broken(id));
      await everyPolicyAtWork(
        site,
        { ...kind, shownBy: [id], atWork: ({ code }) => code === 201 },
        demoImage,
      );
      const { result } = await runProbe(site.kubeconfig);
      await apply(site, validatingAdmissionPolicy(policies[id], "enforce"));
      await everyPolicyAtWork(site, { ...kind, shownBy: [id] }, demoImage);
      const [vantage] = result.vantages;
      assert.ok(vantage);
      const found = judge(vantage, result.probes).map(({ policy, verdict }) => [policy, verdict]);
      assert.deepEqual(Object.fromEntries(found), { ...everywhere("enforced"), [id]: "not-enforced" });
    });
  }
});

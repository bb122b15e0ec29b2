import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judge, type RunResult } from "#results";
import { siteKinds, startSiteKind } from "../../demo/sites.ts";
import { type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { auditLog, changes } from "./audit-log.ts";
import { everything } from "./everything.ts";
import { runProbe } from "./run-probe.ts";

/**
 * What each of the 212 probes must come to, written down before anything ran: from what was observed on the same
 * version when the probes were designed. Reference rules look at pods, so templates are admitted.
 */
const expectedOutcomes: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "expected-deep-outcomes.json"), "utf8"),
);

/** The API server itself refuses this one: no policy ever sees it. */
const neverDecided = "require-default-proc-mount/main-unmasked-host-userns";

const looser = ["disallow-selinux-options", "restrict-apparmor"];

describe("a deep run against real API servers", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  for (const id of Object.keys(expectedOutcomes)) {
    describe(id, () => {
      let site: Site;
      let result: RunResult;
      let before_: readonly string[];
      before(async () => {
        const kind = siteKinds.find((candidate) => candidate.id === id);
        assert.ok(kind);
        site = await startSiteKind(testbed, kind);
        before_ = await everything(site);
        const run = await runProbe(site.kubeconfig, { probes: "deep" });
        assert.deepEqual(run.problems, []);
        ({ result } = run);
      });
      after(() => site?.stop());

      it("brings all 212 probes to the outcome that was written down", () => {
        const found = Object.fromEntries(result.probes.map(({ probe, outcome }) => [probe, outcome.kind]));
        assert.deepEqual(found, expectedOutcomes[id]);
      });

      it("decides every probe that a policy can see", () => {
        const undecided = result.probes.filter(({ outcome }) =>
          ["inconclusive", "control-refused"].includes(outcome.kind),
        );
        assert.deepEqual(
          undecided.map(({ probe }) => probe),
          [neverDecided],
        );
      });

      it("has a verdict for every policy that its probes bear out", () => {
        const [vantage] = result.vantages;
        assert.ok(vantage);
        for (const { policy, verdict, open } of judge(vantage, result.probes)) {
          if (id === "vap") assert.equal(verdict, "enforced", policy);
          if (id === "none") assert.equal(verdict, "not-enforced", policy);
          if (id !== "psa-restricted") continue;
          const covered = result.probes.some(
            (probe) => probe.policy === policy && probe.outcome.kind === "refused",
          );
          const expected = looser.includes(policy) ? "enforced-looser" : "enforced";
          assert.equal(verdict, covered ? expected : "not-enforced", `${policy}: open ${open}`);
        }
      });

      it("stores the two objects whose update it tries, and nothing else beside its namespace and tenant", async () => {
        assert.deepEqual(
          changes(await auditLog(site)).filter((change) => !change.endsWith("leases")),
          [
            "create namespaces",
            "create serviceaccounts",
            "create roles",
            "create rolebindings",
            "create serviceaccounts/token",
            "create pods",
            "create deployments",
            "delete pods",
            "delete deployments",
            "delete namespaces",
          ],
        );
        assert.deepEqual(await everything(site), before_);
      });
    });
  }
});

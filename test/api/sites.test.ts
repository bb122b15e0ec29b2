import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judge, type RunResult, readJUnit, type Verdict, writeJUnit } from "#results";
import { type SiteKind, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { auditLog, changes } from "./audit-log.ts";
import { everything } from "./everything.ts";
import { everywhere, restricted } from "./expected-verdicts.ts";
import { runProbe } from "./run-probe.ts";

/** What every core probe must come to at every kind of site, written down before anything ran. */
const expectedOutcomes: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "expected-outcomes.json"), "utf8"),
);

/** What every policy must come to. */
const expectedVerdicts: Readonly<Record<string, Record<string, Verdict>>> = {
  none: everywhere("not-enforced"),
  vap: everywhere("enforced"),
  warn: everywhere("warned-only"),
  "deny-all": everywhere("over-blocking"),
  "psa-restricted": restricted,
};

const engines: Readonly<Record<string, string>> = {
  vap: "validating-admission-policy",
  "psa-restricted": "pod-security",
};

describe("plugin against real API servers", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  for (const kind of siteKinds) {
    describe(kind.id, () => probing(kind, () => testbed));
  }
});

function probing(kind: SiteKind, testbed: () => Testbed): void {
  let site: Site;
  let result: RunResult;
  let before_: readonly string[];
  let problems: readonly string[];
  before(async () => {
    site = await startSiteKind(testbed(), kind);
    before_ = await everything(site);
    ({ result, problems } = await runProbe(site.kubeconfig));
  });
  after(() => site?.stop());

  it("brings every core probe to the outcome that was written down", () => {
    const found = Object.fromEntries(result.probes.map(({ probe, outcome }) => [probe, outcome.kind]));
    assert.deepEqual(found, expectedOutcomes[kind.id]);
  });

  it("brings every policy to its verdict, also after the journey through JUnit", () => {
    for (const run of [result, readJUnit(writeJUnit(result))]) {
      const [vantage] = run.vantages;
      assert.ok(vantage);
      const found = judge(vantage, run.probes).map(({ policy, verdict }) => [policy, verdict]);
      assert.deepEqual(Object.fromEntries(found), expectedVerdicts[kind.id]);
    }
  });

  it("names who refused, and by which rule", () => {
    for (const { probe, outcome } of result.probes) {
      if (outcome.kind !== "refused") continue;
      assert.equal(outcome.by.engine, engines[kind.id], probe);
      assert.ok(outcome.by.policy && outcome.by.rule, probe);
      assert.notEqual(outcome.attribution, "probable", probe);
    }
  });

  it("says which site it was, and what is not known", () => {
    assert.equal(result.site.idSource, "kube-system-uid");
    assert.deepEqual(result.site.kubernetesVersion, { value: "v1.36.3" });
    assert.equal(result.run.cutShort, undefined);
    assert.equal(result.vantages[0]?.identity, "token");
  });

  it("leaves the cluster as it was found", async () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(await everything(site), before_);
  });

  it("sent violating objects as dry run only, as a tenant, with its name: the audit log says so", async () => {
    const events = await auditLog(site);
    const own = events.filter(({ userAgent }) => userAgent?.startsWith("dvs/"));
    const pods = own.filter(({ objectRef }) => objectRef?.resource === "pods");
    assert.ok(pods.length >= result.probes.length - 1, `${pods.length} requests for pods`);
    for (const { requestURI, user, userAgent, verb } of pods) {
      const query = new URL(requestURI, "https://localhost").searchParams;
      assert.deepEqual(
        [verb, query.get("dryRun"), query.get("fieldValidation")],
        ["create", "All", "Strict"],
      );
      assert.equal(user.username, `system:serviceaccount:dvs-${result.run.id}:dvs-${result.run.id}`);
      assert.match(userAgent ?? "", new RegExp(`^dvs/\\S+ \\(run ${result.run.id}\\)$`));
    }
    const namespaces = own.filter(
      ({ objectRef, verb }) => objectRef?.resource === "namespaces" && verb === "create",
    );
    assert.deepEqual(
      namespaces.map(({ requestURI }) => requestURI.includes("dryRun=All")),
      [true, false],
    );
    // a run that takes longer than five seconds gives signs of life
    const made = changes(own).filter((change) => change !== "patch leases");
    assert.deepEqual([...new Set(made)].sort(), [
      "create leases",
      "create namespaces",
      "create rolebindings",
      "create roles",
      "create serviceaccounts",
      "create serviceaccounts/token",
      "delete namespaces",
    ]);
  });
}

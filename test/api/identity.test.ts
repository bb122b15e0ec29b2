import assert from "node:assert/strict";
import { judge, type RunResult } from "#results";
import { siteKinds, startSiteKind } from "../../demo/sites.ts";
import { apply, request, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { runProbe } from "./run-probe.ts";

const rule = (group: string, resources: string[], verbs: string[]) => ({
  apiGroups: [group],
  resources,
  verbs,
});

/** What an operator must be allowed to do, without the ways to act as a tenant. */
const setup = [
  rule("", ["namespaces"], ["get", "list", "create", "delete"]),
  rule("", ["serviceaccounts"], ["create"]),
  rule("", ["pods"], ["create"]),
  rule("rbac.authorization.k8s.io", ["roles", "rolebindings"], ["create"]),
  rule("coordination.k8s.io", ["leases"], ["get", "create", "patch"]),
];
const token = rule("", ["serviceaccounts/token"], ["create"]);
const impersonation = rule("", ["serviceaccounts", "groups"], ["impersonate"]);

describe("the identity of the probes", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    const kind = siteKinds.find(({ id }) => id === "vap");
    assert.ok(kind);
    site = await startSiteKind(testbed, kind);
  });
  after(() => testbed?.stop());

  /** A run as an operator who has exactly these rights. */
  const runWith = async (
    rules: readonly object[],
    flags: Readonly<Record<string, unknown>> = {},
  ): Promise<RunResult> => {
    const metadata = { name: "operator" };
    const group = "rbac.authorization.k8s.io";
    await apply(site, [
      { apiVersion: `${group}/v1`, kind: "ClusterRole", metadata, rules },
      {
        apiVersion: `${group}/v1`,
        kind: "ClusterRoleBinding",
        metadata,
        roleRef: { apiGroup: group, kind: "ClusterRole", name: "operator" },
        subjects: [{ apiGroup: group, kind: "User", name: "tenant" }],
      },
    ]);
    const { result, problems } = await runProbe(site.tokenKubeconfig("tenant"), flags);
    assert.deepEqual(
      problems.filter((sentence) => !/what earlier runs left in team-a cannot be listed/.test(sentence)),
      [],
    );
    const { body } = await request(site, "/api/v1/namespaces?labelSelector=dvs-run");
    assert.deepEqual((body as { items: unknown[] }).items, []);
    return result;
  };
  const verdictsOf = ({ vantages: [vantage], probes }: RunResult) => {
    assert.ok(vantage);
    return new Set(judge(vantage, probes).map(({ verdict }) => verdict));
  };

  it("is a ServiceAccount by its token, with no more rights than these; facts that cannot be read are unknown", async () => {
    const result = await runWith([...setup, token]);
    assert.equal(result.vantages[0]?.identity, "token");
    assert.deepEqual(verdictsOf(result), new Set(["enforced"]));
    for (const fact of [result.site.nodes, result.site.storageClasses, result.site.engines]) {
      assert.ok("unknown" in fact && fact.unknown.includes("HTTP 403"), JSON.stringify(fact));
      // results travel: they do not say who ran them
      assert.match(fact.unknown, /User "…"/);
    }
  });

  it("is the ServiceAccount by impersonation where no token is to be had", async () => {
    const result = await runWith([...setup, impersonation]);
    assert.equal(result.vantages[0]?.identity, "impersonation");
    assert.deepEqual(verdictsOf(result), new Set(["enforced"]));
  });

  it("is never the operator: without both, nothing is concluded, and the reason is named", async () => {
    const result = await runWith(setup);
    assert.equal(result.vantages[0]?.identity, "none");
    assert.deepEqual(verdictsOf(result), new Set(["inconclusive"]));
    const reasons = new Set(
      result.probes.map(({ outcome }) =>
        outcome.kind === "inconclusive" ? `${outcome.reason}: ${outcome.message}` : outcome.kind,
      ),
    );
    const [reason] = [...reasons].filter((text) => text !== "not-applicable");
    assert.match(
      reason ?? "",
      /^rbac: neither a token for the ServiceAccount nor impersonation is permitted/,
    );
  });

  it("makes nothing in a tenant's namespace that the operator may not remove again, and probes elsewhere all the same", async () => {
    await apply(site, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } }]);
    const result = await runWith([...setup, token], { namespaces: ["team-a"] });
    const [fresh, tenant] = result.vantages;
    assert.ok(fresh && tenant);
    const at = (name: string) => result.probes.filter(({ vantage }) => vantage === name);
    assert.deepEqual(
      new Set(judge(fresh, at(fresh.namespace)).map(({ verdict }) => verdict)),
      new Set(["enforced"]),
    );
    assert.deepEqual(
      new Set(judge(tenant, at("team-a")).map(({ verdict, reason }) => `${verdict} ${reason}`)),
      new Set(["inconclusive rbac"]),
    );
    assert.match(
      result.run.cutShort ?? "",
      /nothing is made in team-a.*cannot delete resource "serviceaccounts"/,
    );
    const { body } = await request(site, "/api/v1/namespaces/team-a/serviceaccounts?labelSelector=dvs-run");
    assert.deepEqual((body as { items: unknown[] }).items, []);
  });
});

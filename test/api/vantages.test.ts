import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isObject, type JsonObject } from "#policies";
import { judge, type RunResult, siteVerdicts, type Verdict } from "#results";
import { type SiteKind, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { apply, request, type Site, startTestbed, type Testbed, until } from "../../testbed/index.ts";
import { everything } from "./everything.ts";
import { everywhere, restricted } from "./expected-verdicts.ts";
import { runProbe } from "./run-probe.ts";

/** The reference rules with a selector of namespaces in every binding. */
function selecting(namespaceSelector: JsonObject): SiteKind {
  const vap = siteKinds.find(({ id }) => id === "vap");
  assert.ok(vap);
  const manifests = vap.manifests.map((manifest) => {
    if (manifest["kind"] !== "ValidatingAdmissionPolicyBinding") return manifest;
    const spec = isObject(manifest["spec"]) ? manifest["spec"] : {};
    return { ...manifest, spec: { ...spec, matchResources: { namespaceSelector } } };
  });
  return { ...vap, manifests };
}

const namespace = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});
const onlyTenants: SiteKind = (() => {
  const kind = selecting({ matchLabels: { tenant: "yes" } });
  // whether the rules are at work is tried in the default namespace
  return { ...kind, manifests: [namespace("default", { tenant: "yes" }), ...kind.manifests] };
})();
const notTeamB = {
  matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["team-b"] }],
};

describe("the namespaces in which is probed", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let sites = 0;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  /** Starts a site, lets a run try it, and looks whether anything was left behind. */
  const probed = async (
    kind: Omit<SiteKind, "place">,
    namespaces: readonly object[],
    flags: Record<string, unknown>,
  ): Promise<RunResult> => {
    sites += 1;
    const site = await startSiteKind(testbed, { ...kind, id: `vantages-${sites}`, place: "Musterstadt" });
    try {
      await apply(site, namespaces);
      await ready(site, namespaces.length);
      const before_ = await everything(site);
      const { result, problems } = await runProbe(site.kubeconfig, flags);
      assert.deepEqual(problems, []);
      assert.deepEqual(await everything(site), before_);
      return result;
    } finally {
      await site.stop();
    }
  };
  /** Controllers put a ServiceAccount and a ConfigMap into new namespaces, which is not the run's doing. */
  const ready = (site: Site, more: number) =>
    until(
      "the controllers have filled the namespaces",
      async () => {
        const count = async (path: string) =>
          ((await request(site, path)).body as { items: unknown[] }).items.length;
        const all = await count("/api/v1/namespaces");
        const filled = await count("/api/v1/configmaps?fieldSelector=metadata.name%3Dkube-root-ca.crt");
        return all >= more && filled === all;
      },
      { timeoutSeconds: 30 },
    );
  const verdictsAt = (result: RunResult, name: string): Record<string, Verdict> => {
    const place = result.vantages.find((candidate) => candidate.namespace === name);
    assert.ok(place, name);
    const own = result.probes.filter(({ vantage }) => vantage === name);
    return Object.fromEntries(judge(place, own).map(({ policy, verdict }) => [policy, verdict]));
  };
  const flagsAt = (result: RunResult, name: string): Set<string> => {
    const place = result.vantages.find((candidate) => candidate.namespace === name);
    assert.ok(place, name);
    const own = result.probes.filter(({ vantage }) => vantage === name);
    return new Set(judge(place, own).flatMap(({ flags }) => flags));
  };
  const fresh = ({ run }: RunResult) => `dvs-${run.id}`;
  const siteAs = (result: RunResult): Record<string, Verdict> =>
    Object.fromEntries(siteVerdicts(result).map(({ policy, verdict }) => [policy, verdict]));

  it("fresh namespace exempt, tenant not: open at the fresh one, and said that it is exempt", async () => {
    const result = await probed(onlyTenants, [namespace("team-a", { tenant: "yes" })], {
      namespaces: ["team-a"],
    });
    assert.deepEqual(verdictsAt(result, "team-a"), everywhere("enforced"));
    assert.deepEqual(verdictsAt(result, fresh(result)), everywhere("not-enforced"));
    assert.deepEqual(flagsAt(result, fresh(result)), new Set(["exempt"]));
    assert.deepEqual(flagsAt(result, "team-a"), new Set());
    assert.deepEqual(siteAs(result), everywhere("not-enforced"));
    assert.equal(result.probes.length, 2 * 47);
  });

  it("a fresh namespace with the labels of tenants is enforced like theirs", async () => {
    const result = await probed(onlyTenants, [], { namespaceLabels: { tenant: "yes" } });
    assert.deepEqual(siteAs(result), everywhere("enforced"));
  });

  it("one tenant namespace exempt: open there, and the site's verdict is that of this namespace", async () => {
    const result = await probed(selecting(notTeamB), [namespace("team-a"), namespace("team-b")], {
      namespaces: ["team-a", "team-b"],
    });
    assert.deepEqual(verdictsAt(result, fresh(result)), everywhere("enforced"));
    assert.deepEqual(verdictsAt(result, "team-a"), everywhere("enforced"));
    assert.deepEqual(verdictsAt(result, "team-b"), everywhere("not-enforced"));
    assert.deepEqual(flagsAt(result, "team-b"), new Set(["exempt"]));
    assert.deepEqual(siteAs(result), everywhere("not-enforced"));
  });

  it("Pod Security by the label of one tenant only: open elsewhere; alone that tenant is as Pod Security is", async () => {
    const none = siteKinds.find(({ id }) => id === "none");
    assert.ok(none);
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const result = await probed(none, [namespace("team-a"), namespace("team-psa", labels)], {
      namespaces: ["team-a", "team-psa"],
    });
    assert.deepEqual(verdictsAt(result, "team-psa"), restricted);
    assert.deepEqual(verdictsAt(result, "team-a"), everywhere("not-enforced"));
    assert.deepEqual(siteAs(result), everywhere("not-enforced"));
    assert.deepEqual(
      result.vantages.map(({ podSecurity }) => podSecurity),
      [{}, {}, labels],
    );

    const alone = await probed(none, [namespace("team-psa", labels)], {
      namespaces: ["team-psa"],
      freshNamespace: false,
    });
    assert.deepEqual(siteAs(alone), restricted);
    assert.deepEqual(
      alone.vantages.map(({ namespace: name, kind }) => [name, kind]),
      [["team-psa", "tenant"]],
    );
  });

  it("a namespace that does not exist: nothing is concluded there, and the others are", async () => {
    const vap = siteKinds.find(({ id }) => id === "vap");
    assert.ok(vap);
    const result = await probed(vap, [], { namespaces: ["gone"] });
    assert.deepEqual(verdictsAt(result, fresh(result)), everywhere("enforced"));
    assert.deepEqual(verdictsAt(result, "gone"), everywhere("inconclusive"));
    assert.match(result.run.cutShort ?? "", /cannot be created in gone: HTTP 404/);
    const reasons = new Set(
      result.probes.flatMap(({ vantage, outcome }) =>
        vantage === "gone" && outcome.kind === "inconclusive" ? [outcome.reason] : [],
      ),
    );
    assert.deepEqual(reasons, new Set(["setup"]));
  });

  it("a deep run tries updates in a tenant's namespace too, and leaves it as it was", async () => {
    const vap = siteKinds.find(({ id }) => id === "vap");
    assert.ok(vap);
    const result = await probed(vap, [namespace("team-a")], {
      namespaces: ["team-a"],
      freshNamespace: false,
      probes: "deep",
    });
    assert.deepEqual(siteAs(result), everywhere("enforced"));
    assert.equal(result.probes.length, 212);
  });

  for (const freshNamespace of [true, false]) {
    it(`a run that is killed leaves objects of a tenant, which the next removes (${freshNamespace ? "with" : "without"} a namespace of its own)`, async () => {
      sites += 1;
      const site = await testbed.startSite({ name: `vantages-${sites}` });
      const folder = await mkdtemp(join(tmpdir(), "dvs-vantages-"));
      try {
        await apply(site, [namespace("team-a")]);
        await ready(site, 1);
        const before_ = await everything(site);
        const config = join(folder, "config.yaml");
        await writeFile(config, JSON.stringify({ namespaces: ["team-a"], freshNamespace, probes: "deep" }));
        const dvs = join(import.meta.dirname, "../../cli/dvs.ts");
        const child: ChildProcess = spawn(
          process.execPath,
          [dvs, "probe", "--kubeconfig", site.kubeconfig, "-o", folder, "--config", config],
          { stdio: "ignore" },
        );
        const path = "/api/v1/namespaces/team-a/pods";
        await until(
          "the run has stored its pod at the tenant",
          async () => ((await request(site, path)).body as { items: unknown[] }).items.length > 0,
          { timeoutSeconds: 60 },
        );
        child.kill("SIGKILL");
        await once(child, "exit");
        const { result, problems, said } = await runProbe(site.kubeconfig, {
          namespaces: ["team-a"],
          freshNamespace,
        });
        assert.deepEqual(problems, []);
        assert.equal(result.run.cutShort, undefined);
        assert.match(said.join("\n"), /which a(n earlier run| killed run) left behind/);
        await until("all is gone", async () => (await everything(site)).length === before_.length, {
          timeoutSeconds: 30,
        });
        assert.deepEqual(await everything(site), before_);
      } finally {
        await site.stop();
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
});

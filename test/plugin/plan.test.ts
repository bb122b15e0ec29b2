import assert from "node:assert/strict";
import { alternatives, controlObject, podIn, probeObject } from "#policies";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { type Plan, plan, planWith } from "../../plugin/plan.ts";

const planned = async (
  flags: Record<string, unknown>,
  version: string | undefined = "v1.36.3",
): Promise<Plan> => {
  const configuration = await loadConfiguration(flags, {}, undefined);
  return plan(configuration, {
    runId: "0a0b0c0d",
    namespace: "dvs-0a0b0c0d",
    image: configuration.image ?? "registry.k8s.io/pause:3.10",
    serverVersion: version,
  });
};
const reasonOf = ({ probes }: Plan, id: string): string | undefined =>
  probes.find(({ probe }) => probe.id === id)?.beforehand?.reason;

describe("plugin/plan", () => {
  const overlaid = (podOverlay: object, more: Record<string, unknown> = {}) =>
    planned({ podOverlay, ...more });

  it("merges what a site demands into every pod and container, and leaves the probed property as it is", async () => {
    const { values, probes } = await overlaid(
      {
        metadata: { labels: { "cost-centre": "4711" } },
        spec: { priorityClassName: "tenants" },
        container: { resources: { limits: { memory: "128Mi" } }, terminationMessagePolicy: "File" },
      },
      { probes: "deep" },
    );
    assert.equal(probes.length, 212);
    for (const { probe } of probes) {
      const pod = podIn(probeObject(probe, values));
      assert.equal(
        (pod["metadata"] as { labels: Record<string, string> }).labels["cost-centre"],
        "4711",
        probe.id,
      );
      const { spec } = pod as { spec: Record<string, Record<string, unknown>[]> };
      assert.equal(spec["priorityClassName"], "tenants", probe.id);
      for (const list of ["containers", "initContainers", "ephemeralContainers"])
        for (const container of spec[list] ?? []) {
          assert.equal(container["terminationMessagePolicy"], "File", probe.id);
          // the API forbids them there
          if (list === "ephemeralContainers") assert.equal("resources" in container, false, probe.id);
        }
    }
    const bare = await planned({ probes: "deep" });
    assert.deepEqual(
      probes.map(({ beforehand, excused, result }) => ({ beforehand, excused, patch: result.patch })),
      bare.probes.map(({ beforehand, excused, result }) => ({ beforehand, excused, patch: result.patch })),
    );
  });

  it("refuses an overlay that breaks a policy, and one that makes a violation comply", async () => {
    await assert.rejects(
      overlaid({ spec: { hostNetwork: true } }),
      /podOverlay: the pod that should be admitted breaks disallow-host-namespaces at spec \(.*hostNetwork/,
    );
    await assert.rejects(
      overlaid({ container: { securityContext: { runAsNonRoot: true } } }),
      /podOverlay: it makes the violation require-run-as-non-root\/unset \(.*\) comply/,
    );
  });

  it("concludes nothing from an admission that an explicit user id may have earned", async () => {
    const { probes } = await overlaid({ spec: { securityContext: { runAsUser: 100_000 } } });
    const excused = probes.filter((probe) => probe.excused).map(({ probe }) => probe.id);
    assert.ok(excused.includes("require-run-as-non-root/unset"));
    assert.ok(
      excused.every((id) => id.startsWith("require-run-as-non-root/")),
      excused.join(),
    );
    assert.equal(
      (await planned({})).probes.some((probe) => probe.excused),
      false,
    );
  });

  it("fills every alternative of the compliant pod in, or says that it breaks a policy", async () => {
    const configuration = await loadConfiguration({}, {}, undefined);
    const place = {
      runId: "0a0b0c0d",
      namespace: "dvs-0a0b0c0d",
      image: "registry.k8s.io/pause:3.10",
      serverVersion: "v1.36.3",
    };
    const usual = plan(configuration, place);
    const found = alternatives({ "openshift.io/sa.scc.uid-range": "1000680000/10000" }).map((alternative) => {
      const other = planWith(alternative, usual, configuration, place);
      return [alternative.id, other && JSON.stringify(controlObject("with-init", other.values))] as const;
    });
    const texts = new Map(found);
    assert.deepEqual(
      [...texts.keys()],
      ["openshift-pre-4.11", "range-ids", "explicit-uid", "container-level-duplicates", "apparmor-explicit"],
    );
    assert.doesNotMatch(texts.get("openshift-pre-4.11") ?? "seccomp", /seccomp/);
    assert.match(texts.get("range-ids") ?? "", /"runAsGroup":1000680000/);
    assert.match(texts.get("explicit-uid") ?? "", /"runAsUser":100000/);
    // in the init container as well as in the pod and its main container
    assert.equal(texts.get("container-level-duplicates")?.match(/"runAsNonRoot":true/g)?.length, 3);
    assert.match(texts.get("apparmor-explicit") ?? "", /kubernetes\.io\/main":"runtime\/default/);
    assert.equal(
      alternatives({}).some(({ id }) => id === "range-ids"),
      false,
    );
    const minGid = { "require-non-root-groups": { minGid: 2_000_000_000 } };
    const strict = await loadConfiguration({ parameters: minGid }, {}, undefined);
    const [, ranged] = alternatives({ "openshift.io/sa.scc.uid-range": "1000680000/10000" });
    assert.ok(ranged);
    assert.equal(planWith(ranged, plan(strict, place), strict, place), undefined);
  });

  it("plans the 47 core probes, each with its place in the result", async () => {
    const { probes } = await planned({});
    assert.equal(probes.length, 47);
    for (const { result } of probes) assert.equal(result.vantage, "dvs-0a0b0c0d");
  });

  it("leaves out what a server's version cannot answer, and nothing where the version is unknown", async () => {
    const gateOff = "require-default-proc-mount/main-unmasked-gate-off";
    const unmasked = "require-default-proc-mount/main-unmasked";
    const field = "restrict-apparmor/field-main-unconfined";
    const [new_, old, ancient, unknown] = await Promise.all(
      ["v1.36.3", "v1.32.9", "v1.29.6+k3s1", ""].map((version) => planned({}, version)),
    );
    assert.ok(new_ && old && ancient && unknown);
    assert.deepEqual(
      [gateOff, unmasked, field].map((id) => reasonOf(new_, id)),
      ["server-too-new", undefined, undefined],
    );
    assert.deepEqual(
      [gateOff, unmasked, field].map((id) => reasonOf(old, id)),
      [undefined, "server-too-old", undefined],
    );
    assert.deepEqual(
      [gateOff, unmasked, field].map((id) => reasonOf(ancient, id)),
      [undefined, "server-too-old", "server-too-old"],
    );
    assert.equal(
      unknown.probes.some(({ beforehand }) => beforehand !== undefined),
      false,
    );
  });

  it("leaves out what the operator declared", async () => {
    const permitted = await planned({
      parameters: { "disallow-add-capabilities": { allowedCapabilities: ["CHOWN"] } },
    });
    assert.equal(reasonOf(permitted, "disallow-add-capabilities/main-chown"), "declared");
    assert.equal(reasonOf(permitted, "disallow-add-capabilities/main-net-admin"), undefined);
    const without = await planned({ appArmor: "absent" });
    const own = without.probes.filter(({ policy }) => policy.id === "restrict-apparmor");
    assert.ok(own.every(({ beforehand }) => beforehand?.reason === "declared"));
  });

  it("says which registries were assumed", async () => {
    assert.deepEqual((await planned({})).configuration["allowedRegistries"], ["registry.k8s.io"]);
    assert.equal((await planned({})).configuration["allowedRegistriesAssumed"], true);
    const stated = await planned({ allowedRegistries: ["registry.k8s.io", "registry.example"] });
    assert.equal(stated.configuration["allowedRegistriesAssumed"], false);
  });

  it("refuses an image that the site itself would refuse, and parameters that leave nothing to test", async () => {
    await assert.rejects(
      planned({ allowedRegistries: ["a.example"], image: "b.example/x:1" }),
      /breaks restrict-image-registries .* image b\.example\/x:1 and the parameters .* do not go together/,
    );
    await assert.rejects(
      planned({ parameters: { "require-limits-and-requests": { required: [] } } }),
      /the parameters of require-limits-and-requests leave nothing to test/,
    );
  });

  it("takes group ids that the site's minimum permits", async () => {
    const { values } = await planned({ parameters: { "require-non-root-groups": { minGid: 200_000 } } });
    assert.deepEqual([values.gid, values.minGid], [200_000, 200_000]);
  });
});

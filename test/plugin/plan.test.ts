import assert from "node:assert/strict";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { type Plan, plan } from "../../plugin/plan.ts";

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

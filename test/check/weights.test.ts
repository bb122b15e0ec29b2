import assert from "node:assert/strict";
import { check, policies, probeObject, probesIn, probeValues, profiles } from "#policies";
import { settingsOf } from "../../check/index.ts";
import { mustPlaces, weightsOf } from "../../check/weights.ts";

const values = probeValues({
  name: "a",
  namespace: "a",
  serviceAccount: "a",
  image: "registry.example/a:1.0.0",
  minGid: 1000,
});

describe("check/weights", () => {
  for (const profile of Object.values(profiles))
    it(`are where the catalogue's check finds the must violations of ${profile.id}`, () => {
      const { parameters } = settingsOf({ profile, allowedRegistries: ["registry.example"] });
      for (const id of profile.policies) {
        const probes = probesIn(profile, id).filter(
          ({ weight, expect, resource }) =>
            weight === "must" && expect === "reject" && resource.startsWith("Pod"),
        );
        const paths = probes.flatMap((probe) =>
          check(policies[id], probeObject(probe, values), parameters[id] ?? {}).map(({ path }) => path),
        );
        const places = new Set(paths.map((path) => /^spec\.(\w+)\[/.exec(path)?.[1] ?? "pod"));
        assert.deepEqual([...mustPlaces(profile, id)].sort(), [...places].sort(), id);
      }
    });

  it("follow the catalogue where positions differ", () => {
    const [profile] = Object.values(profiles);
    assert.ok(profile !== undefined);
    const weightOf = weightsOf(profile);
    const init = "spec.initContainers[0]";
    assert.equal(weightOf("require-ro-rootfs", "spec.containers[1]"), "must");
    assert.equal(weightOf("require-ro-rootfs", init), "should");
    assert.equal(weightOf("require-limits-and-requests", init), "should");
    assert.equal(weightOf("disallow-add-capabilities", init), "must");
    assert.equal(weightOf("disallow-add-capabilities", "spec.ephemeralContainers[0]"), "should");
    assert.equal(weightOf("disallow-host-namespaces", "spec"), "must");
  });
});

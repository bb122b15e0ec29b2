import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { check, parametersOf, policies, profiles } from "#policies";

const definition = parse(readFileSync(join(import.meta.dirname, "../../sonobuoy-plugin.yaml"), "utf8"));
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));

describe("sonobuoy-plugin.yaml", () => {
  it("passes all 14 checks itself, apart from Sonobuoy's own sidecar", () => {
    const pod = {
      metadata: {},
      spec: { ...definition.podSpec, containers: [definition.spec], volumes: definition["extra-volumes"] },
    };
    const profile = profiles["dvs-poc-2022"];
    assert.ok(profile);
    const given = { "restrict-image-registries": { allowedRegistries: ["registry.example"] } };
    for (const id of profile.policies) {
      // a Job runs to completion, but the probes are there all the same: as if it did not
      const always = { ...pod, spec: { ...pod.spec, restartPolicy: "Always" } };
      assert.deepEqual(check(policies[id], always, parametersOf(id, profile, given)), [], id);
    }
  });

  it("keeps to what Sonobuoy can read: Job, junit, one result file, no dots in the name", () => {
    const {
      driver,
      "plugin-name": name,
      "result-format": format,
      "result-files": files,
    } = definition["sonobuoy-config"];
    assert.deepEqual({ driver, format, files }, { driver: "Job", format: "junit", files: ["junit.xml"] });
    assert.match(name, /^[a-z0-9-]{1,30}$/);
    assert.equal(definition.podSpec.restartPolicy, "Never");
    assert.ok(definition.podSpec.serviceAccountName);
    assert.ok(definition.podSpec.terminationGracePeriodSeconds >= 60);
    const known = ["sonobuoy-config", "config-map", "podSpec", "spec", "extra-volumes"];
    assert.deepEqual(
      Object.keys(definition).filter((key) => !known.includes(key)),
      [],
    );
  });

  it("names the image of this version", () => {
    assert.match(definition.spec.image, new RegExp(`:${version}$`));
    assert.match(
      readFileSync(join(import.meta.dirname, "../../Dockerfile"), "utf8"),
      new RegExp(`dvs:${version}`),
    );
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { check, parametersOf, policies, profiles } from "#policies";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const objects = parseAllDocuments(read("deploy/job.yaml")).map((document) => document.toJS());
const job = objects.find(({ kind }) => kind === "Job");
const { podSpec, spec: container } = parse(read("sonobuoy-plugin.yaml"));
const { template } = job.spec;

describe("deploy/job.yaml", () => {
  it("passes all 14 checks", () => {
    const profile = profiles["dvs-poc-2022"];
    assert.ok(profile);
    const given = { "restrict-image-registries": { allowedRegistries: ["registry.example"] } };
    // a Job runs to completion, but the probes are there all the same: as if it did not
    const always = { ...template, spec: { ...template.spec, restartPolicy: "Always" } };
    for (const id of profile.policies)
      assert.deepEqual(check(policies[id], always, parametersOf(id, profile, given)), [], id);
  });

  it("runs the same container as under Sonobuoy, once, with the result in its log", () => {
    const { containers, volumes, ...rest } = template.spec;
    const [own] = containers;
    assert.deepEqual({ ...rest, serviceAccountName: podSpec.serviceAccountName }, podSpec);
    assert.deepEqual({ ...own, env: own.env.slice(1), volumeMounts: container.volumeMounts }, container);
    assert.deepEqual(own.env[0], { name: "DVS_RESULT_TO", value: "stdout" });
    assert.equal(job.spec.backoffLimit, 0);
    assert.deepEqual(
      volumes.map(({ name }: { name: string }) => name),
      own.volumeMounts.map(({ name }: { name: string }) => name),
    );
  });

  it("holds together: everything in one namespace, for one ServiceAccount", () => {
    const named = (kind: string) => objects.filter((object) => object.kind === kind);
    const namespaces = objects.flatMap(({ metadata }) => metadata.namespace ?? []);
    assert.deepEqual(new Set(namespaces), new Set(["dvs"]));
    for (const { subjects } of [...named("ClusterRoleBinding"), ...named("RoleBinding")])
      assert.deepEqual(subjects, [{ kind: "ServiceAccount", name: "dvs", namespace: "dvs" }]);
    assert.equal(template.spec.serviceAccountName, named("ServiceAccount")[0].metadata.name);
    assert.equal(template.spec.volumes[1].configMap.name, named("ConfigMap")[0].metadata.name);
  });
});

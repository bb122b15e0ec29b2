import assert from "node:assert/strict";
import type { Json } from "#policies";
import { checkObject, settingsOf } from "../../check/index.ts";
import { applicationObjects, siteRegistry } from "../applications.ts";

const settings = settingsOf({ allowedRegistries: [siteRegistry], templatePaths: { Own: ["spec.pod"] } });

describe("check/: a template without metadata", () => {
  const cronJob = applicationObjects("nextcloud", "adapted").find(({ kind }) => kind === "CronJob");
  const templateOf = (object: unknown) =>
    (object as { spec: { jobTemplate: { spec: { template: Record<string, Json | undefined> } } } }).spec
      .jobTemplate.spec.template;

  for (const [what, metadata] of [
    ["has none", undefined],
    ["has an empty one", null],
  ] as const) {
    it(`is judged like the pod that comes of it, which always has some: ${what}`, () => {
      const object = structuredClone(cronJob);
      assert.ok(object);
      templateOf(object)["metadata"] = metadata;
      assert.deepEqual(checkObject(object, settings).findings, []);
    });
  }

  it("is a PodSpec at the path of a kind of one's own", () => {
    const { spec } = templateOf(cronJob);
    const own = {
      apiVersion: "musterstadt.example/v1",
      kind: "Own",
      metadata: { name: "own" },
      spec: { pod: spec },
    };
    const { findings, pods } = checkObject(own, settings);
    assert.deepEqual(findings, []);
    assert.equal(pods, 1);
  });
});

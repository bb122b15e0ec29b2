import assert from "node:assert/strict";
import { join } from "node:path";
import { likelyValues, readValues } from "../../check/render/values.ts";

describe("check/render/values", () => {
  const of = async (field: readonly (string | number)[], container?: string, template?: string) => {
    const keys = await readValues(join(import.meta.dirname, "chart"));
    const corrections = [{ field, set: null }];
    return likelyValues(
      keys,
      { field, corrections, ...(container !== undefined && { container }) },
      template,
    );
  };
  const pod = ["spec", "template", "spec"];
  const web = [...pod, "containers", 0];

  it("tell the context of a pod from that of a container", async () => {
    assert.deepEqual(await of([...pod, "securityContext", "runAsGroup"], "web"), [
      "web.podSecurityContext",
      "web.securityContext",
    ]);
    assert.deepEqual(await of([...web, "securityContext", "readOnlyRootFilesystem"], "web"), [
      "web.securityContext",
    ]);
  });

  it("know parts of an image", async () => {
    assert.deepEqual(await of([...web, "image"], "web"), [
      "web.image",
      "web.image.registry",
      "web.image.repository",
    ]);
  });

  it("leave out what a subchart does not see", async () => {
    const template = "buergerbuero/charts/cache/templates/pod.yaml";
    const field = ["spec", "containers", 0, "securityContext", "readOnlyRootFilesystem"];
    assert.deepEqual(await of(field, "cache", template), ["cache.containerSecurityContext"]);
    assert.deepEqual(await of(["spec", "containers", 0, "livenessProbe"], "cache", template), []);
  });

  it("are none where nothing fits, or a chart has no values", async () => {
    assert.deepEqual(await of(["spec", "hostPID"]), []);
    assert.deepEqual(await readValues(import.meta.dirname), []);
  });
});

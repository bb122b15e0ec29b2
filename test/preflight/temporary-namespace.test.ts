import assert from "node:assert/strict";
import type { ApiRequest } from "../../plugin/api.ts";
import type { Way } from "../../preflight/subject.ts";
import { temporaryNamespace } from "../../preflight/temporary-namespace.ts";
import { answering, limits } from "./recorded.ts";

const way: Way = {
  namespace: "sonobuoy",
  namespaceObject: { metadata: { name: "sonobuoy", uid: "1" } },
  serviceAccount: "own",
  podLabel: ["component", "sonobuoy"],
  subjects: [],
  images: [],
  allowedRegistries: [],
};
const forbidden = { code: 403, message: "pods is forbidden" };

describe("preflight/temporary-namespace", () => {
  it("leaves what cannot be looked into, and says so", async () => {
    const api = answering(({ method, path }: ApiRequest) =>
      method === "GET" && path.endsWith("/pods") ? forbidden : undefined,
    );
    const { remove } = await temporaryNamespace(api, way, limits);
    const [sentence, ...more] = await remove();
    assert.match(
      sentence ?? "",
      /cannot be seen whether pods are in it .*kubectl delete namespace sonobuoy$/,
    );
    assert.deepEqual(more, []);
    assert.ok(!api.heard.some(({ method }) => method === "DELETE"));
  });
});

import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { findCompliantPod } from "../../plugin/find-compliant-pod.ts";
import { plan } from "../../plugin/plan.ts";
import { withServer } from "./with-server.ts";

/** Which form of the compliant pod is found where a pod is admitted or refused with a text; a rare fault, no verdict. */
async function formFoundWhere(
  refusal: (pod: string, index: number) => string | undefined,
  annotations: Readonly<Record<string, string>> = {},
): Promise<string> {
  const configuration = await loadConfiguration({}, {}, undefined);
  const place = {
    runId: "0a0b0c0d",
    namespace: "n",
    image: "registry.k8s.io/pause:3.10",
    serverVersion: "v1.36.3",
  };
  let index = 0;
  return withServer(
    async (request: IncomingMessage, response) => {
      const pod = await text(request);
      if (request.method === "GET") return response.end(JSON.stringify({ metadata: { annotations } }));
      const message = refusal(pod, index);
      index += 1;
      response.statusCode = message === undefined ? 201 : 400;
      const denied = `admission webhook "w.example.org" denied the request: ${message}`;
      return response.end(message === undefined ? pod : JSON.stringify({ message: denied }));
    },
    async (api) => {
      const tenant = {
        runId: place.runId,
        namespace: "n",
        serviceAccount: "s",
        identity: "token",
        api,
      } as const;
      const limits = { requestTimeout: 5, signal: new AbortController().signal };
      const options = { admin: api, configuration, place, limits };
      const found = await findCompliantPod(tenant, plan(configuration, place), options);
      return found.alternative?.id ?? "usual";
    },
  );
}

describe("plugin/find-compliant-pod", () => {
  const needsUser = (pod: string) => (pod.includes("runAsUser") ? undefined : "runAsUser must be set");

  it("takes the usual form where that is admitted, and another where a rule insists", async () => {
    assert.equal(await formFoundWhere(() => undefined), "usual");
    assert.equal(await formFoundWhere(needsUser), "explicit-uid");
    const inRange = (pod: string) =>
      pod.includes('"runAsGroup":1000680000') ? undefined : "must be in the ranges";
    const annotations = { "openshift.io/sa.scc.uid-range": "1000680000/10000" };
    assert.equal(await formFoundWhere(inRange, annotations), "range-ids");
    assert.equal(await formFoundWhere(inRange), "usual");
  });

  it("keeps the usual form where a rule has refused for a moment only", async () => {
    assert.equal(
      await formFoundWhere((_pod, index) => (index === 0 ? "runAsUser: locked for a second" : undefined)),
      "usual",
    );
  });

  it("keeps the usual form where all are refused", async () => {
    assert.equal(await formFoundWhere(() => "maintenance"), "usual");
  });
});

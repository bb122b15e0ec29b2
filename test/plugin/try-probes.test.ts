import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { judge } from "#results";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { plan } from "../../plugin/plan.ts";
import { tryProbes } from "../../plugin/try-probes.ts";
import { drained, withServer } from "./with-server.ts";

/** Tries all probes against something on loopback that is no API server: rare faults, of which no verdict may come. */
async function verdictsOf(listener: RequestListener): Promise<Set<string>> {
  const planned = plan(await loadConfiguration({}, {}, undefined), {
    runId: "0a0b0c0d",
    namespace: "dvs-0a0b0c0d",
    image: "registry.k8s.io/pause:3.10",
    serverVersion: "v1.36.3",
  });
  return withServer(listener, async (api) => {
    const tenant = {
      runId: "0a0b0c0d",
      namespace: "n",
      serviceAccount: "dvs",
      identity: "token",
      api,
    } as const;
    const limits = { requestTimeout: 5, signal: new AbortController().signal, backoff: 0.001 };
    const none = { store: undefined, onProgress: undefined };
    const context = { failurePolicies: new Map<string, string>(), concurrency: 1, limits, ...none };
    const { compliant, probes } = await tryProbes(tenant, planned, context);
    return new Set(judge({ compliant, exemptions: [] }, probes).map(({ verdict }) => verdict));
  });
}

describe("plugin/try-probes", () => {
  it("concludes nothing from a proxy that answers everything with a log-in page", async () => {
    const found = await verdictsOf(drained((_request, response) => response.end("<html>log in</html>")));
    assert.deepEqual(found, new Set(["inconclusive"]));
  });

  it("concludes nothing from a gateway that forbids everything in its own words", async () => {
    const found = await verdictsOf(
      drained((_request, response) => {
        response.statusCode = 403;
        response.end("<html>forbidden</html>");
      }),
    );
    assert.deepEqual(found, new Set(["over-blocking"]));
  });

  it("concludes nothing from a server that is overloaded all the time", async () => {
    const found = await verdictsOf(
      drained((_request, response) => {
        response.statusCode = 429;
        response.end(JSON.stringify({ message: "too many requests" }));
      }),
    );
    assert.deepEqual(found, new Set(["inconclusive"]));
  });

  it("concludes nothing from an answer that keeps the compliant pod and refuses the rest without a reason", async () => {
    let compliant = "";
    const found = await verdictsOf((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        compliant ||= body;
        response.statusCode = body === compliant ? 201 : 403;
        response.end(body === compliant ? body : JSON.stringify({ message: "no" }));
      });
    });
    assert.deepEqual(found, new Set(["inconclusive"]));
  });
});

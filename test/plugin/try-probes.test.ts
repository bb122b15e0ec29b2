import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";
import { judge } from "#results";
import { apiOf } from "../../plugin/api.ts";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { plan } from "../../plugin/plan.ts";
import { tryProbes } from "../../plugin/try-probes.ts";

/** Tries all probes against something on loopback that is no API server: rare faults, of which no verdict may come. */
async function verdictsOf(listener: RequestListener): Promise<Set<string>> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const config = new KubeConfig();
  const cluster = { name: "c", server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
  config.loadFromClusterAndUser(cluster, { name: "u", token: "t" });
  const api = apiOf(config, "dvs/test");
  const planned = plan(
    await loadConfiguration({}, {}, undefined),
    "0a0b0c0d",
    "registry.k8s.io/pause:3.10",
    "v1.36.3",
  );
  const tenant = { namespace: "n", serviceAccount: "dvs", podSecurity: {}, identity: "token", api } as const;
  const limits = { requestTimeout: 5, signal: new AbortController().signal, backoff: 0.001 };
  try {
    const { compliant, probes } = await tryProbes(tenant, planned, {
      failurePolicies: new Map(),
      limits,
      onProgress: undefined,
    });
    return new Set(judge(compliant, probes).map(({ verdict }) => verdict));
  } finally {
    api.close();
    server.closeAllConnections();
    server.close();
  }
}

const drained =
  (answer: RequestListener): RequestListener =>
  (request, response) => {
    request.resume().on("end", () => answer(request, response));
  };

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

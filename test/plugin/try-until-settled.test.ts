import assert from "node:assert/strict";
import { judge } from "#results";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { plan } from "../../plugin/plan.ts";
import type { TryContext } from "../../plugin/try-probes.ts";
import { tryUntilSettled } from "../../plugin/try-until-settled.ts";
import { withServer } from "./with-server.ts";

/** How often each probe's object is seen decides whether it is refused: engines that come and go, a rare fault. */
async function verdictOfHostNamespaces(
  refusedAt: (sighting: number, pod: string) => boolean,
  { failurePolicies }: Pick<TryContext, "failurePolicies"> = { failurePolicies: new Map() },
) {
  const planned = plan(await loadConfiguration({}, {}, undefined), {
    runId: "0a0b0c0d",
    namespace: "dvs-0a0b0c0d",
    image: "registry.k8s.io/pause:3.10",
    serverVersion: "v1.36.3",
  });
  const sightings = new Map<string, number>();
  return withServer(
    (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        if (request.method === "GET") return response.end(JSON.stringify({ metadata: {} }));
        const sighting = (sightings.get(body) ?? 0) + 1;
        sightings.set(body, sighting);
        const refused = /"host(PID|IPC|Network)":true/.test(body) && refusedAt(sighting, body);
        response.statusCode = refused ? 400 : 201;
        const message = 'admission webhook "w.example.org" denied the request: no host namespaces';
        return response.end(refused ? JSON.stringify({ message }) : body);
      });
    },
    async (api) => {
      const tenant = {
        runId: "0a0b0c0d",
        namespace: "n",
        serviceAccount: "dvs",
        identity: "token",
        api,
      } as const;
      const limits = { requestTimeout: 5, signal: new AbortController().signal };
      const none = { store: undefined, onProgress: undefined };
      const context = { failurePolicies, concurrency: 1, limits, ...none };
      const settling = { admin: api, made: performance.now(), settle: 0, talk: () => undefined };
      const { compliant, probes } = await tryUntilSettled(tenant, planned, context, settling);
      const found = judge({ compliant, exemptions: [] }, probes).find(
        ({ policy }) => policy === "disallow-host-namespaces",
      );
      return `${found?.verdict} ${found?.reason ?? ""}`.trim();
    },
  );
}

describe("plugin/try-until-settled", () => {
  it("believes what two rounds agree on", async () => {
    assert.equal(await verdictOfHostNamespaces(() => true), "enforced");
    assert.equal(await verdictOfHostNamespaces(() => false), "not-enforced");
  });

  it("believes the later rounds of a site that has changed once", async () => {
    assert.equal(await verdictOfHostNamespaces((sighting) => sighting > 1), "enforced");
    assert.equal(await verdictOfHostNamespaces((sighting) => sighting === 1), "not-enforced");
  });

  it("calls unstable what changes to the end: neither enforced nor to blame", async () => {
    assert.equal(await verdictOfHostNamespaces((sighting) => sighting % 2 === 1), "inconclusive unstable");
    assert.equal(await verdictOfHostNamespaces((sighting) => sighting % 2 === 0), "inconclusive unstable");
  });

  it("tries again what was admitted where a webhook may fail open, and believes it only if it stays so", async () => {
    const late = (sighting: number) => sighting > 2;
    for (const failurePolicies of [new Map([["w.example.org", "Ignore"]]), undefined]) {
      assert.equal(await verdictOfHostNamespaces(late, { failurePolicies }), "inconclusive unstable");
      assert.equal(await verdictOfHostNamespaces(() => false, { failurePolicies }), "not-enforced");
    }
    // where nothing fails open, two rounds are believed
    const failurePolicies = new Map([["w.example.org", "Fail"]]);
    assert.equal(await verdictOfHostNamespaces(late, { failurePolicies }), "not-enforced");
  });

  it("tries again what was admitted also where two rounds never agreed", async () => {
    // one probe flaps to the end, the others are refused from their fourth sighting on
    const flapping = (sighting: number, pod: string) =>
      /hostPID/.test(pod) ? sighting % 2 === 1 : sighting > 3;
    const failurePolicies = new Map([["w.example.org", "Ignore"]]);
    assert.equal(await verdictOfHostNamespaces(flapping, { failurePolicies }), "inconclusive unstable");
    const failing = new Map([["w.example.org", "Fail"]]);
    assert.equal(await verdictOfHostNamespaces(flapping, { failurePolicies: failing }), "not-enforced");
  });
});

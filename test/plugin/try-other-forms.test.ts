import assert from "node:assert/strict";
import type { Outcome } from "#results";
import { loadConfiguration } from "../../plugin/configuration.ts";
import { plan } from "../../plugin/plan.ts";
import { tryOtherForms } from "../../plugin/try-other-forms.ts";
import { withServer } from "./with-server.ts";

const asRoot = /"runAsUser":0\b/;

/**
 * A platform on loopback that grants root to who asks for it: engines that stop at a given request are rare faults.
 * @param repairs whether what does not ask for root still comes back with runAsNonRoot
 */
async function outcomeOfUnset(repairs: (request: number) => boolean): Promise<Outcome | undefined> {
  const planned = plan(await loadConfiguration({}, {}, undefined), {
    runId: "0a0b0c0d",
    namespace: "dvs-0a0b0c0d",
    image: "registry.k8s.io/pause:3.10",
    serverVersion: "v1.36.3",
  });
  const id = "require-run-as-non-root/unset";
  let requests = 0;
  return withServer(
    (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        requests += 1;
        response.statusCode = 201;
        const pod = JSON.parse(body);
        if (!asRoot.test(body) && repairs(requests)) pod.spec.securityContext.runAsNonRoot = true;
        response.end(JSON.stringify(pod));
      });
    },
    async (api) => {
      const names = { runId: "0a0b0c0d", namespace: "n", serviceAccount: "dvs" };
      const limits = { requestTimeout: 5, signal: new AbortController().signal };
      const found = planned.probes.flatMap(({ result }) =>
        result.probe === id ? [{ ...result, outcome: { kind: "mutated", changes: [] } as const }] : [],
      );
      const tenant = { ...names, identity: "token", api } as const;
      const [tried] = await tryOtherForms(tenant, planned, found, { constraints: false, limits });
      return tried?.outcome;
    },
  );
}

describe("plugin/try-other-forms", () => {
  it("finds root granted to who asks for it where the usual form is repaired", async () => {
    assert.deepEqual(await outcomeOfUnset(() => true), { kind: "admitted", inForm: "root-user" });
  });

  it("takes an engine that stopped meanwhile neither for enforcing nor for one that grants root", async () => {
    const outcome = await outcomeOfUnset((request) => request === 1);
    assert.equal(outcome?.kind, "inconclusive");
    assert.equal(outcome.reason, "unstable");
  });
});

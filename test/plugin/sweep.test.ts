import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { startHeartbeat } from "../../plugin/heartbeat.ts";
import { makeRunNamespace } from "../../plugin/run-namespace.ts";
import { sweep } from "../../plugin/sweep.ts";
import { drained, withServer } from "./with-server.ts";

const limits = { requestTimeout: 5, signal: new AbortController().signal, backoff: 0.01 };
const serverNow = Date.parse("2031-05-05T12:00:00Z");
const ago = (seconds: number): string => new Date(serverNow - seconds * 1000).toISOString();

/** Sweeps a cluster with one namespace; the server's clock is years away from this machine's. */
async function sweepOne(
  namespace: object,
  lease: object | undefined,
): Promise<{ removed: readonly string[]; alive: number[]; deleted: string[] }> {
  const deleted: string[] = [];
  const found = await withServer(
    drained((request, response) => {
      response.setHeader("date", new Date(serverNow).toUTCString());
      if (request.method === "DELETE") {
        deleted.push(request.url ?? "");
        response.end("{}");
      } else if (request.url?.includes("/leases/")) {
        response.statusCode = lease === undefined ? 404 : 200;
        response.end(JSON.stringify(lease ?? { message: "not found" }));
      } else response.end(JSON.stringify({ items: [{ metadata: { uid: "u", ...namespace } }] }));
    }),
    (api) => sweep(api, limits, { except: "ffffffff" }),
  );
  return { removed: found.removed, alive: found.alive.map(({ seconds }) => seconds), deleted };
}

describe("plugin/sweep", () => {
  const name = "dvs-0a0b0c0d";
  const labels = { "dvs-run": "0a0b0c0d" };
  const old = { name, labels, creationTimestamp: ago(3600) };
  const beat = (seconds: number) => ({
    metadata: { creationTimestamp: ago(3600), managedFields: [{ time: ago(seconds) }] },
  });

  it("lets a run live that gave a sign of life a moment ago, by the server's clock", async () => {
    const { removed, alive } = await sweepOne(old, beat(5));
    assert.deepEqual([removed, alive], [[], [10]]);
  });

  it("removes a run that has been silent", async () => {
    assert.deepEqual((await sweepOne(old, beat(16))).removed, [name]);
  });

  it("lets a namespace live that is too young to have a lease, and removes an old one without", async () => {
    const young = await sweepOne({ ...old, creationTimestamp: ago(3) }, undefined);
    assert.deepEqual([young.removed, young.alive], [[], [57]]);
    assert.deepEqual((await sweepOne(old, undefined)).removed, [name]);
  });

  it("never waits longer than a lease lasts, whatever the times say", async () => {
    assert.deepEqual((await sweepOne(old, beat(-9999))).alive, [15]);
  });

  it("touches nothing that no run made", async () => {
    for (const other of [
      { ...old, name: "team-a" },
      { ...old, labels: { "dvs-run": "11111111" } },
      { ...old, labels: {} },
    ]) {
      const { removed, alive, deleted } = await sweepOne(other, undefined);
      assert.deepEqual([removed, alive, deleted], [[], [], []]);
    }
  });
});

describe("plugin/run-namespace", () => {
  it("does not break off the creation when the run is stopped: nobody could tell whether it happened", async () => {
    const stop = new AbortController();
    let made = false;
    const answer: RequestListener = (request, response) => {
      if (request.url?.includes("dryRun")) return response.end("{}");
      stop.abort();
      setTimeout(() => {
        made = true;
        response.end("{}");
      }, 100);
      return undefined;
    };
    await withServer(drained(answer), (api) =>
      makeRunNamespace(
        api,
        "0a0b0c0d",
        { namespaceLabels: {}, namespaces: [] },
        { ...limits, signal: stop.signal },
      ),
    );
    assert.equal(made, true);
  });
});

describe("plugin/heartbeat", () => {
  it("renews the lease, and not while a renewal is still open", async () => {
    let open = 0;
    let most = 0;
    let renewals = 0;
    const answer: RequestListener = (request, response) => {
      if (request.method !== "PATCH") return response.end("{}");
      renewals += 1;
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end("{}");
      }, 60);
      return undefined;
    };
    await withServer(drained(answer), async (api) => {
      const said: string[] = [];
      const stop = await startHeartbeat(
        api,
        { runId: "0a0b0c0d", namespace: "dvs-0a0b0c0d" },
        limits,
        (sentence) => said.push(sentence),
        0.02,
      );
      await new Promise((resolve) => setTimeout(resolve, 400));
      stop();
      assert.deepEqual(said, []);
    });
    assert.ok(renewals >= 3, `${renewals} renewals`);
    assert.equal(most, 1);
  });

  for (const forbidden of ["POST", "PATCH"])
    it(`says once that a lease may not be ${forbidden === "POST" ? "made" : "renewed"}, without the name of who runs it`, async () => {
      const answer: RequestListener = ({ method }, response) => {
        response.statusCode = method === forbidden ? 403 : 200;
        const message =
          'leases is forbidden: User "jemand@example.org" cannot do it; user "jemand@example.org" (groups=["g" "h"]) either';
        response.end(JSON.stringify({ message }));
      };
      const said: string[] = [];
      await withServer(drained(answer), async (api) => {
        const place = { runId: "0a0b0c0d", namespace: "dvs-0a0b0c0d" };
        const stop = await startHeartbeat(api, place, limits, (sentence) => said.push(sentence), 0.02);
        await new Promise((resolve) => setTimeout(resolve, 200));
        stop();
      });
      assert.equal(said.length, 1);
      assert.match(
        said[0] ?? "",
        /no signs of life \(HTTP 403: leases is forbidden: User "…" cannot do it; user "…" either\)/,
      );
    });
});

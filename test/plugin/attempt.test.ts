import assert from "node:assert/strict";
import { attempt } from "../../plugin/attempt.ts";
import { withServer } from "./with-server.ts";

const request = {
  method: "POST",
  path: "/api/v1/namespaces/x/pods",
  query: { dryRun: "All" },
  body: { kind: "Pod" },
} as const;
const limits = { requestTimeout: 5, signal: new AbortController().signal, backoff: 0.01 };

describe("plugin/attempt", () => {
  it("sends the token, the tool's name and the object, and hears every warning", async () => {
    await withServer(
      (incoming, response) => {
        assert.equal(incoming.url, "/api/v1/namespaces/x/pods?dryRun=All");
        assert.equal(incoming.headers["user-agent"], "dvs/test (run 12345678)");
        assert.equal(incoming.headers.authorization, "Bearer t");
        response.writeHead(
          201,
          [
            ["warning", '299 - "say \\"no\\", twice"'],
            ["warning", '299 - "b"'],
          ].flat(),
        );
        incoming.pipe(response);
      },
      async (api) => {
        const result = await attempt(api, request, limits);
        assert.ok(result.kind === "accepted");
        assert.deepEqual([result.object, result.warnings], [{ kind: "Pod" }, ['say "no", twice', "b"]]);
      },
    );
  });

  it("keeps one connection open for all requests", async () => {
    const ports = new Set<number | undefined>();
    await withServer(
      (incoming, response) => {
        ports.add(incoming.socket.remotePort);
        incoming.resume().on("end", () => response.end("{}"));
      },
      async (api) => {
        for (let count = 0; count < 5; count++) await attempt(api, request, limits);
      },
    );
    assert.equal(ports.size, 1);
  });

  for (const code of [429, 500, 502, 503, 504]) {
    it(`repeats after HTTP ${code}, with the same object`, async () => {
      let calls = 0;
      await withServer(
        (incoming, response) => {
          calls += 1;
          response.statusCode = calls < 3 ? code : 201;
          incoming.pipe(response);
        },
        async (api) => {
          const result = await attempt(api, request, limits);
          assert.deepEqual([result.kind, calls], ["accepted", 3]);
        },
      );
    });
  }

  it("repeats after a connection that breaks", async () => {
    let calls = 0;
    await withServer(
      (incoming, response) => {
        calls += 1;
        if (calls < 3) incoming.socket.destroy();
        else response.end("{}");
      },
      async (api) => assert.equal((await attempt(api, request, limits)).kind, "accepted"),
    );
  });

  it("never repeats a denial, whatever its code", async () => {
    for (const code of [400, 401, 403, 404, 409, 422, 500, 503]) {
      let calls = 0;
      await withServer(
        (_incoming, response) => {
          calls += 1;
          response.statusCode = code;
          response.end(JSON.stringify({ message: 'admission webhook "w" denied the request: no' }));
        },
        async (api) => {
          const result = await attempt(api, request, limits);
          assert.ok(result.kind === "denied");
          assert.deepEqual([result.status.code, calls], [code, 1]);
        },
      );
    }
  });

  it("waits as long as the server asks", async () => {
    let calls = 0;
    const begin = performance.now();
    await withServer(
      (_incoming, response) => {
        calls += 1;
        if (calls > 1) return response.end("{}");
        response.writeHead(429, { "retry-after": "1" });
        return response.end("{}");
      },
      async (api) => assert.equal((await attempt(api, request, limits)).kind, "accepted"),
    );
    assert.ok(performance.now() - begin >= 990);
  });

  it("gives up in the end and says why", async () => {
    await withServer(
      (_incoming, response) => {
        response.statusCode = 503;
        response.end("overloaded");
      },
      async (api) => {
        const result = await attempt(api, request, limits);
        assert.ok(result.kind === "denied");
        assert.deepEqual([result.status.code, result.status.message], [503, "overloaded"]);
      },
    );
    await withServer(
      () => undefined,
      async (api) => {
        const result = await attempt(api, request, { ...limits, requestTimeout: 0.05 });
        assert.deepEqual(result, { kind: "failed", reason: "timeout", message: "no answer within 0.05 s" });
      },
    );
  });

  it("ends at once when the run is stopped", async () => {
    const stop = new AbortController();
    await withServer(
      () => setTimeout(() => stop.abort(), 20),
      async (api) => {
        const result = await attempt(api, request, { ...limits, signal: stop.signal });
        assert.ok(result.kind === "failed");
        assert.equal(result.reason, "deadline");
      },
    );
  });
});

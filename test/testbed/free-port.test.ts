import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { onFreePort } from "../../testbed/free-port.ts";

describe("onFreePort", () => {
  it("gives a port that can be bound", async () => {
    const { started: server, port } = await onFreePort(async (candidate) => {
      const listening = createServer().listen(candidate, "127.0.0.1");
      await once(listening, "listening");
      return listening;
    });
    assert(port > 0);
    server.close();
  });

  it("tries another port when one was taken in between", async () => {
    const tried: number[] = [];
    const { started, port } = await onFreePort(async (candidate) => {
      tried.push(candidate);
      if (tried.length < 3)
        throw new Error(`listen tcp 127.0.0.1:${candidate}: bind: address already in use`);
      return "server";
    });
    assert.equal(started, "server");
    assert.equal(tried.length, 3);
    assert.equal(port, tried[2]);
  });

  it("does not try again after another failure", async () => {
    let attempts = 0;
    const start = async () => {
      attempts++;
      throw new Error("unknown flag");
    };
    await assert.rejects(onFreePort(start), /unknown flag/);
    assert.equal(attempts, 1);
  });
});

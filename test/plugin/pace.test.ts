import assert from "node:assert/strict";
import type { Api, ApiAnswer } from "../../plugin/api.ts";
import { paced, paceOf } from "../../plugin/pace.ts";

const { signal } = new AbortController();

const usual = { rest: 8, deadline: 600 };

/** Sends requests one after the other that take so many milliseconds; gives the share of the time they took. */
async function share(times: readonly number[], how = usual): Promise<number> {
  let busy = 0;
  const queue = [...times];
  const slow: Api = {
    server: "https://127.0.0.1",
    async send(): Promise<ApiAnswer> {
      const begin = performance.now();
      await new Promise((resolve) => setTimeout(resolve, queue.shift()));
      busy += performance.now() - begin;
      return { code: 200, body: {}, warnings: [] };
    },
    close: () => undefined,
  };
  const api = paced(slow, paceOf(how, 3));
  const begin = performance.now();
  for (const _ of times) {
    await api.ready?.(signal);
    await api.send({ method: "GET", path: "/" }, signal);
  }
  return busy / (performance.now() - begin);
}

describe("plugin/pace", function () {
  // real times are compared: on a busy machine one of them may be off, but not three times
  this.retries(2);

  it("does not rest after answers that cost nobody anything", async () => {
    const begin = performance.now();
    await share(Array.from({ length: 50 }, () => 0));
    assert.ok(performance.now() - begin < 1000);
  });

  it("occupies a slow admission chain for a fraction of the time", async () => {
    const found = await share(Array.from({ length: 8 }, () => 60));
    assert.ok(found < 0.4, `${found}`);
  });

  it("rests longer when answers become slower than usual", async () => {
    const usual = await share([...Array.from({ length: 6 }, () => 30), 30, 30]);
    const slower = await share([...Array.from({ length: 6 }, () => 30), 120, 1]);
    assert.ok(slower < usual * 0.8, `${slower} of ${usual}`);
  });

  it("does not rest where nobody else uses the cluster", async () => {
    const found = await share([60, 60, 60, 60], { ...usual, rest: 0 });
    assert.ok(found > 0.8, `${found}`);
  });

  it("leaves half of the run's time to what it is for, however slow the answers are", async () => {
    const pace = paceOf({ rest: 100, deadline: 2 }, 20);
    const slow = {
      server: "",
      send: () =>
        new Promise<ApiAnswer>((resolve) =>
          setTimeout(() => resolve({ code: 200, body: {}, warnings: [] }), 25),
        ),
      close: () => undefined,
    };
    const rests: number[] = [];
    // namespaces one after the other, and what is sent as a controller, share it
    for (const api of [paced(slow, pace), paced(slow, pace)])
      for (let count = 0; count < 30; count += 1) {
        const before = pace.left;
        await api.send({ method: "GET", path: "/" }, signal);
        rests.push(before - pace.left);
      }
    assert.ok(pace.left > 0 && pace.left < 0.5, `${pace.left}`);
    // the end of a run, where what may fail open is tried again, is as gentle as its beginning
    const [first = 0] = rests;
    assert.ok((rests.at(-1) ?? 0) > first / 3, `${first}, ${rests.at(-1)}`);
  });

  it("ends its rest when the run is stopped", async () => {
    const stop = new AbortController();
    const api = paced(
      {
        server: "",
        send: () =>
          new Promise((resolve) => setTimeout(() => resolve({ code: 200, body: {}, warnings: [] }), 300)),
        close: () => undefined,
      },
      paceOf(usual, 3),
    );
    await api.send({ method: "GET", path: "/" }, stop.signal);
    const begin = performance.now();
    setTimeout(() => stop.abort(), 20);
    await api.ready?.(stop.signal);
    assert.ok(performance.now() - begin < 300);
  });
});

import assert from "node:assert/strict";
import type { Api, ApiAnswer } from "../../plugin/api.ts";
import { renewed } from "../../plugin/tenant.ts";

const { signal } = new AbortController();
const answering = (code: number, closed: string[], name: string): Api => ({
  server: "https://127.0.0.1",
  send: async (): Promise<ApiAnswer> => ({ code, body: name, warnings: [] }),
  close: () => closed.push(name),
});

describe("plugin/tenant renewed", () => {
  const request = { method: "GET", path: "/" } as const;

  it("asks for a new token when its own is not accepted any more, once for all requests in flight", async () => {
    const closed: string[] = [];
    let asked = 0;
    const api = renewed(answering(401, closed, "old"), async () => {
      asked += 1;
      return answering(200, closed, "new");
    });
    const answers = [await api.send(request, signal), await api.send(request, signal)];
    assert.deepEqual(
      answers.map(({ body }) => body),
      ["new", "new"],
    );
    assert.deepEqual([asked, closed], [1, ["old"]]);
  });

  it("gives the refusal on where no other token is to be had, and asks nothing where all is well", async () => {
    const closed: string[] = [];
    const expired = renewed(answering(401, closed, "old"), async () => undefined);
    assert.equal((await expired.send(request, signal)).code, 401);
    const well = renewed(answering(403, closed, "well"), () => assert.fail("nothing has expired"));
    assert.equal((await well.send(request, signal)).code, 403);
    assert.deepEqual(closed, []);
  });
});

import assert from "node:assert/strict";
import { until } from "../../testbed/index.ts";

describe("until", () => {
  it("asks again until the answer is yes", async () => {
    let asked = 0;
    await until("three", async () => ++asked === 3, { timeoutSeconds: 5 });
    assert.equal(asked, 3);
  });

  it("takes an error as no, and quotes the last one when the time is over", async () => {
    const refuse = async () => {
      throw new Error("connection refused");
    };
    await assert.rejects(until("an answer", refuse, { timeoutSeconds: 0.2 }), {
      message: "Waited 0.2 s in vain for an answer: connection refused",
    });
  });

  it("gives up at once when waiting has become pointless", async () => {
    const options = { timeoutSeconds: 60, abandon: () => new Error("it has ended") };
    await assert.rejects(
      until("an answer", async () => false, options),
      /^Error: it has ended$/,
    );
  });
});

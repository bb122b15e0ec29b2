import assert from "node:assert/strict";
import type { Api } from "../../plugin/api.ts";
import { type PassingFault, patienceWith } from "../../plugin/patience.ts";

let servers = 0;
/** A connection to a server that nobody has heard of yet. */
const connection = (): Api => {
  servers += 1;
  return {
    server: `https://127.0.0.1:${servers}`,
    send: () => assert.fail("patience sends nothing"),
    close: () => undefined,
  };
};
const wire: PassingFault = { culprit: "the connection", isWebhook: false };
const webhook: PassingFault = { culprit: "w.example.org", isWebhook: true };

describe("plugin/patience", () => {
  it("waits for a server that has answered before as long as a restart takes, and not for a wrong address", () => {
    const api = connection();
    const unknown = patienceWith(api, { isDryRun: true });
    assert.equal(unknown.isWorthwhile(wire, 2, 2), true);
    assert.equal(unknown.isWorthwhile(wire, 5, 4), false);
    unknown.answered();
    const known = patienceWith(api, { isDryRun: true });
    assert.equal(known.isWorthwhile(wire, 7, 15), true);
    assert.equal(known.isWorthwhile(wire, 9, 21), false);
  });

  it("waits for a dead webhook once, and then no more on this connection", () => {
    const api = connection();
    const first = patienceWith(api, { isDryRun: true });
    first.answered();
    assert.equal(first.isWorthwhile(webhook, 3, 2), true);
    assert.equal(first.isWorthwhile(webhook, 5, 4), false);
    first.givenUp(webhook);
    const next = patienceWith(api, { isDryRun: true });
    assert.equal(next.isWorthwhile(webhook, 1, 0.1), true);
    assert.equal(next.isWorthwhile(webhook, 2, 0.3), false);
    // pods that this webhook does not see are admitted meanwhile
    next.accepted();
    assert.equal(patienceWith(api, { isDryRun: true }).isWorthwhile(webhook, 2, 0.3), false);
    assert.equal(patienceWith(api, { isDryRun: true }).isWorthwhile(wire, 5, 10), true);
  });

  it("is patient again with the wire when a dry run is accepted", () => {
    const api = connection();
    const first = patienceWith(api, { isDryRun: true });
    first.answered();
    first.givenUp(wire);
    const next = patienceWith(api, { isDryRun: true });
    assert.equal(next.isWorthwhile(wire, 2, 1), false);
    next.accepted();
    assert.equal(patienceWith(api, { isDryRun: true }).isWorthwhile(wire, 2, 1), true);
  });

  it("stays patient where something is made or removed, whatever became of dry runs", () => {
    const api = connection();
    const dryRun = patienceWith(api, { isDryRun: true });
    dryRun.answered();
    dryRun.givenUp(wire);
    assert.equal(patienceWith(api, { isDryRun: false }).isWorthwhile(wire, 7, 15), true);
  });
});

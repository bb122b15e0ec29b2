import assert from "node:assert/strict";
import { startTestbed, type Testbed } from "../../testbed/index.ts";
import { chaos } from "./chaos.ts";

describe("random faults on the way to the API server", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  it("never make a policy look like what it is not, and leave nothing behind (npm run chaos tries more)", async () => {
    const talk = (line: string) => console.log(`    ${line}`);
    const runs = await chaos(testbed, { runs: 8, seed: 1, talk });
    assert.deepEqual(
      runs.flatMap(({ seed, broken }) => broken.map((sentence) => `seed ${seed}: ${sentence}`)),
      [],
    );
  });
});

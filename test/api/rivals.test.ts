import assert from "node:assert/strict";
import type { Outcome } from "#results";
import { type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { askRivals } from "../rivals/ask-rivals.ts";
import { cellsOf, differingCells, misjudged, rivals } from "../rivals/cells.ts";
import { expectedSites } from "../rivals/expected.ts";
import { auditLog } from "./audit-log.ts";
import { place, rivalSites } from "./rival-sites.ts";
import { runProbe } from "./run-probe.ts";

describe("the rivals, by what their code counts as refused, at real API servers", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  it("are judged at every site that is in the table", () => {
    assert.deepEqual(Object.keys(rivalSites).sort(), Object.keys(expectedSites).sort());
  });

  for (const [name, { truths, cells }] of Object.entries(expectedSites)) {
    it(`${name}: say what was written down, and our run is right`, async () => {
      const start = rivalSites[name];
      assert.ok(start);
      const site = await start(testbed);
      try {
        const said = await askRivals(site.kubeconfig, place);
        await assertDryRun(site);
        const found = cellsOf(truths, said, await ours(site));
        console.log(`      ${misjudged(found)}`);
        assert.deepEqual(differingCells(cells, truths, found), []);
      } finally {
        await site.stop();
      }
    });
  }
});

/** What our own run comes to in the same namespace, by probe. */
async function ours({ kubeconfig }: Site): Promise<Record<string, Outcome["kind"]>> {
  const flags = { namespaces: [place], freshNamespace: false, settle: 0 };
  const { result, problems } = await runProbe(kubeconfig, flags);
  assert.deepEqual(problems, []);
  return Object.fromEntries(result.probes.map(({ probe, outcome }) => [probe, outcome.kind]));
}

/** Also what a rival would store: nothing of theirs is left at a site. */
async function assertDryRun(site: Site): Promise<void> {
  const sent = (await auditLog(site)).filter(
    ({ userAgent, objectRef }) => userAgent === "dvs-test-rivals" && objectRef?.resource === "pods",
  );
  assert.ok(sent.length >= rivals.flatMap(({ questions }) => questions).length, `${sent.length} pods`);
  for (const { requestURI } of sent) assert.match(requestURI, /[?&]dryRun=All(&|$)/);
}

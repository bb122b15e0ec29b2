import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { defaultProfile, profiles } from "#policies";
import { compare, readArchive } from "../../aggregator/index.ts";
import { expectedCells, realSites } from "../../demo/real-sites.ts";

const folder = join(import.meta.dirname, "../../examples");
const sites = realSites("registry.musterstadt.example");

/** The archives of real runs of Sonobuoy, slimmed; `npm run record` records them anew. */
describe("examples", () => {
  it("are one archive for each real site", () => {
    const places = sites.map(({ kind }) => `${kind.place.toLowerCase()}.tar.gz`);
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    assert.deepEqual(files.map(({ name }) => name).sort(), places.sort());
  });

  for (const real of sites) {
    const { place, id } = real.kind;
    it(`come to the verdicts that the tests with the real Sonobuoy come to: ${place} (${id})`, async () => {
      const archive = await readArchive(join(folder, `${place.toLowerCase()}.tar.gz`));
      assert.equal(archive.packing.by, "sonobuoy");
      const profile = profiles["dvs-poc-2022"];
      assert.ok(profile);
      const {
        sites: [site],
        rows,
      } = compare([archive], { profile });
      assert.equal(site?.state, "ok");
      assert.equal(site.name, place);
      assert.deepEqual(
        site.cells.map(({ verdict }, index) => [rows[index]?.id, verdict]),
        expectedCells(real),
      );
      const exempt = site.cells.filter(({ flags }) => flags.includes("exempt"));
      assert.equal(exempt.length, real.exempt === true ? defaultProfile.policies.length : 0);
    });
  }
});

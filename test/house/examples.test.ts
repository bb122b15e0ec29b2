import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultProfile } from "#policies";
import {
  type Archive,
  type Comparison,
  compare,
  readArchive,
  readRound,
  readSitesFile,
  readWaiversFile,
  type Site,
} from "../../aggregator/index.ts";
import { archivesOf, examples, lastRoundJson, roundFolders } from "../../demo/example-files.ts";
import { type ExampleSite, exampleSites } from "../../demo/example-sites.ts";

const sites = exampleSites("registry.musterstadt.example");
const fileOf = ({ place }: ExampleSite) => `${place.toLowerCase()}.tar.gz`;
const listed = readSitesFile(readFileSync(join(examples, "sites.yaml"), "utf8"));
const waivers = readWaiversFile(readFileSync(join(examples, "waivers.yaml"), "utf8"));

const verdictsAt = ({ cells }: Site) => cells.map(({ policy, verdict }) => [policy, verdict]);

async function read(round: (typeof roundFolders)[number]): Promise<Archive[]> {
  return Promise.all((await archivesOf(round, examples)).map((path) => readArchive(path)));
}

/** The archives of real runs of Sonobuoy, slimmed; `npm run record` records them anew. */
describe("examples", () => {
  it("are two rounds with an archive for each site, a list of sites and waivers", () => {
    const known = ["README.md", ...roundFolders, "sites.yaml", "waivers.yaml"];
    // a supplier's applications are no sites
    const found = readdirSync(examples).filter((name) => name !== "applications");
    assert.deepEqual(found.sort(), known);
    for (const round of roundFolders)
      assert.deepEqual(readdirSync(join(examples, round)).sort(), sites.map(fileOf).sort());
  });

  for (const example of sites) {
    for (const [index, round] of roundFolders.entries()) {
      const { place } = example;
      it(`come to the verdicts that were written down: ${place}, ${round}`, async () => {
        const archive = await readArchive(join(examples, round, fileOf(example)));
        assert.equal(archive.packing.by, "sonobuoy");
        assert.ok(archive.slimmed, "slimmed");
        const [site] = compare([archive], { profile: defaultProfile }).sites;
        assert.equal(site?.state, "ok");
        assert.equal(site.name, place);
        const expected = example.rounds[index]?.expected;
        assert.ok(expected);
        assert.deepEqual(
          verdictsAt(site),
          defaultProfile.policies.map((policy) => [policy, expected(policy)]),
        );
      });
    }
  }

  describe("in the report of both rounds", () => {
    let comparison: Comparison;
    before(async () => {
      const previous = [readRound("last-round.json", Buffer.from(await lastRoundJson()))];
      comparison = compare(await read("round-2"), { profile: defaultProfile, listed, waivers, previous });
    });
    const changed = (kind: string) =>
      comparison.sites.flatMap(({ name, cells }) =>
        cells.flatMap(({ policy, change }) => (change?.kind === kind ? [`${name} ${policy}`] : [])),
      );
    const engineNames = ({ result }: Site): string[] =>
      result !== undefined && "value" in result.site.engines
        ? result.site.engines.value.map(({ name }) => name)
        : [];

    it("every site is listed, and was run again at the same cluster when the first round was over everywhere", () => {
      assert.deepEqual(comparison.unheard, []);
      const lastOfFirst =
        comparison.sites
          .map(({ past }) => past?.since ?? "")
          .sort()
          .at(-1) ?? "";
      for (const { name, group, past, result } of comparison.sites) {
        const example = sites.find(({ place }) => place === name);
        assert.equal(group, example?.group);
        assert.equal(past?.standing, "compared", name);
        assert.ok(result !== undefined && lastOfFirst < result.run.started, name);
      }
    });

    it("one verdict got worse, some policies are newly enforced, and one site can no longer be judged", () => {
      assert.deepEqual(changed("regressed"), ["Musterstadt require-ro-rootfs"]);
      const newly = changed("newly-enforced").map((cell) => cell.split(" ", 1)[0]);
      const counts = [...Map.groupBy(newly, (name) => name)].map(([name, all]) => [name, all.length]);
      assert.deepEqual(Object.fromEntries(counts), { Probehausen: 6, Stummstadt: 9, Vorlagenau: 2 });
      const lost = changed("no-longer-determinable").map((cell) => cell.split(" ", 1)[0]);
      assert.deepEqual([...new Set(lost)], ["Sperrberg"]);
      assert.equal(lost.length, defaultProfile.policies.length);
    });

    it("one site alone has most that is open", () => {
      const open = comparison.sites.map(({ name, cells }) => ({
        name,
        count: cells.filter(({ verdict }) => ["not-enforced", "warned-only"].includes(verdict)).length,
      }));
      const [worst, next] = open.toSorted((a, b) => b.count - a.count);
      assert.deepEqual(worst, { name: "Niemandsheim", count: defaultProfile.policies.length });
      assert.ok(next !== undefined && next.count < worst.count);
    });

    it("refusals come from four engines, and two of them are at work at one site", () => {
      const engines = comparison.sites.flatMap(({ cells }) =>
        cells.flatMap(({ vantages }) => vantages.flatMap((vantage) => vantage.engines)),
      );
      assert.deepEqual([...new Set(engines)].sort(), [
        "gatekeeper",
        "kyverno",
        "pod-security",
        "validating-admission-policy",
      ]);
      const both = comparison.sites.filter((site) =>
        ["gatekeeper", "kyverno"].every((name) => engineNames(site).includes(name)),
      );
      assert.deepEqual(
        both.map(({ name }) => name),
        ["Doppelstadt"],
      );
    });

    it("one waiver is in force, one ends soon, and one is for what is enforced", () => {
      assert.deepEqual(
        comparison.waivers?.map(({ state }) => state).sort(),
        ["enforced", "ending", "in-force"].sort(),
      );
    });
  });
});

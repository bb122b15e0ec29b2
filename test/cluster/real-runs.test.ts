import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultProfile, profiles } from "#policies";
import { type Archive, compare, readArchive, type Site } from "../../aggregator/index.ts";
import { expectedCells, type RealSite, realSites } from "../../demo/real-sites.ts";
import { recordSite } from "../../demo/record-site.ts";
import { openTerminal } from "../../testbed/node/index.ts";
import { dvsCommand } from "./dvs-command.ts";
import { foreignCluster, type TestCluster, testRegistry, theCluster } from "./the-cluster.ts";

const profile = profiles["dvs-poc-2022"];

function onlySite(archive: Archive): { site: Site; cells: readonly (readonly [string, string])[] } {
  assert.ok(profile);
  const { sites, rows } = compare([archive], { profile });
  const [site] = sites;
  assert.ok(site);
  return { site, cells: site.cells.map(({ verdict }, index) => [rows[index]?.id ?? "", verdict]) };
}

describe("the real Sonobuoy on a real node", function () {
  this.timeout("20m");
  for (const real of realSites(testRegistry))
    describe(`${real.kind.place} (${real.kind.id})`, () => run(real));
});

function run(real: RealSite): void {
  let cluster: TestCluster;
  let folder: string;
  let archive: Archive;
  let slim: Archive;
  let printed: ReadonlyMap<string, string>;

  before(async function () {
    if (foreignCluster && real.kind.podSecurityDefault !== undefined) {
      console.log("      left out: the default of Pod Security is set by flags of the API server");
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "dvs-real-"));
    cluster = await theCluster(real.kind.id, real.kind);
    const terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
    const recorded = await recordSite(real, cluster, terminal);
    printed = recorded.printed;
    archive = await readArchive(join(folder, recorded.archive));
    const slimmed = await terminal.type(`dvs slim ${recorded.archive} --key site.key --output slim.tar.gz`);
    assert.equal(slimmed.code, 0, slimmed.said);
    slim = await readArchive(join(folder, "slim.tar.gz"));
  });
  after(async () => {
    await cluster?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("comes to the verdicts that were written down", () => {
    const { site, cells } = onlySite(archive);
    assert.equal(site.state, "ok");
    assert.equal(site.name, real.kind.place);
    assert.deepEqual(cells, expectedCells(real));
    const exempt = site.cells.filter(({ flags }) => flags.includes("exempt"));
    assert.equal(exempt.length, real.exempt === true ? defaultProfile.policies.length : 0);
  });

  it("gives the same report when it is slimmed", () => {
    const findings = (of: Archive) => {
      const { site, cells } = onlySite(of);
      const { state, id, name } = site;
      const flags = site.cells.map((cell) => cell.flags);
      return { state, id, name, cells, flags };
    };
    assert.deepEqual(findings(slim), findings(archive));
    assert.notEqual(slim.sha256, archive.sha256);
  });

  it("shows its progress, and names what failed without our tools", () => {
    const status = JSON.parse(printed.get("status as JSON") ?? "");
    const [{ plugin, progress, "result-counts": counts }] = status.plugins;
    assert.deepEqual([status.status, plugin], ["complete", "dvs"]);
    assert.equal(progress.completed + (progress.failures ?? []).length, progress.total);
    const results = printed.get("results") ?? "";
    const failed = /Failed tests:\n((?:.+\n)*)/.exec(results)?.[1]?.trim().split("\n") ?? [];
    assert.equal(failed.length, counts.failed ?? 0);
    const open = expectedCells(real).filter(([, verdict]) => verdict === "not-enforced");
    for (const [policy] of open)
      assert.ok(
        failed.some((name) => name.startsWith(`${policy}/`)),
        policy,
      );
  });
}

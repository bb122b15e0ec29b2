import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultProfile, profiles } from "#policies";
import { compare, readArchive } from "../../aggregator/index.ts";
import { establish } from "../../demo/establish.ts";
import { siteKindsFor } from "../../demo/sites.ts";
import { openTerminal, type Terminal } from "../../testbed/node/index.ts";
import { dvsCommand } from "./dvs-command.ts";
import { type TestCluster, testRegistry, theCluster } from "./the-cluster.ts";

const deploy = join(import.meta.dirname, "../../deploy");

describe("the way without Sonobuoy, at a site that exempts nothing", function () {
  this.timeout("10m");
  let cluster: TestCluster;
  let terminal: Terminal;
  let folder: string;

  const type = async (line: string) => {
    const { code, said, out } = await terminal.type(line);
    assert.equal(code, 0, `${line}: ${said}${out}`);
    return out;
  };

  before(async () => {
    const kind = siteKindsFor(testRegistry).find(({ id }) => id === "vap");
    assert.ok(kind);
    folder = await mkdtemp(join(tmpdir(), "dvs-job-"));
    cluster = await theCluster("job");
    terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
    await establish(cluster, terminal, kind, cluster.images.plugin);
    const job = await readFile(join(deploy, "job.yaml"), "utf8");
    await writeFile(
      join(folder, "job.yaml"),
      job.replace(/image: .*\/dvs:.*/, `image: ${cluster.images.plugin}`),
    );
  });
  after(async () => {
    if (terminal !== undefined) await terminal.type("kubectl delete -f site.json");
    await cluster?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("runs as a Job with the least rights, and dvs collect packs what it printed", async () => {
    await type(`kubectl apply -f ${deploy}/guard.yaml`);
    await type(`kubectl apply -f ${deploy}/namespace.yaml -f ${deploy}/access.yaml -f job.yaml`);
    await type("kubectl wait -n dvs --for=condition=complete --timeout=5m job/dvs");
    await type("kubectl logs -n dvs job/dvs > dvs.log");
    await type("dvs collect dvs.log -o site.tar.gz");
    const profile = profiles["dvs-poc-2022"];
    assert.ok(profile);
    const archive = await readArchive(join(folder, "site.tar.gz"));
    const [site] = compare([archive], { profile }).sites;
    assert.equal(site?.state, "ok");
    assert.deepEqual(
      site.cells.map(({ verdict }) => verdict),
      defaultProfile.policies.map(() => "enforced"),
    );
    assert.equal(archive.packing.by, "other");
  });

  it("leaves nothing but what was applied", async () => {
    await type(`kubectl delete -f ${deploy}/guard.yaml`);
    await type(`kubectl delete -f job.yaml -f ${deploy}/access.yaml -f ${deploy}/namespace.yaml --wait`);
    assert.doesNotMatch(await type("kubectl get namespaces -o name"), /dvs|sonobuoy/);
    assert.doesNotMatch(await type("kubectl get clusterroles,clusterrolebindings -o name"), /dvs/);
  });
});

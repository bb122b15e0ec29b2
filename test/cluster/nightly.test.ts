import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { profiles } from "#policies";
import { compare, readArchive } from "../../aggregator/index.ts";
import { establish } from "../../demo/establish.ts";
import { realSites } from "../../demo/real-sites.ts";
import { type Ended, openTerminal, type Terminal } from "../../testbed/node/index.ts";
import { dvsCommand } from "./dvs-command.ts";
import { type TestCluster, testRegistry, theCluster } from "./the-cluster.ts";

const night = join(import.meta.dirname, "../../deploy/nightly/nightly.sh");

describe("two nights at a site, with a regression in between", function () {
  this.timeout("15m");
  let cluster: TestCluster;
  let terminal: Terminal;
  let folder: string;

  const spend = (): Promise<Ended> =>
    terminal.type(`sh ${night}`, {
      NIGHT_STORE: join(folder, "store"),
      NIGHT_KEY: join(folder, "key"),
      NIGHT_SITE: "musterstadt",
      NIGHT_SONOBUOY_FLAGS: `--sonobuoy-image ${cluster.images.sonobuoy} --plugin-image dvs:${cluster.images.plugin}`,
      NIGHT_POLL: "3",
      NIGHT_DEADLINE: "600",
    });
  const archives = async () =>
    (await readdir(join(folder, "store"))).filter((name) => name.endsWith(".tar.gz")).sort();
  const type = async (line: string) => {
    const { code, said, out } = await terminal.type(line);
    assert.equal(code, 0, `${line}: ${said}`);
    return out;
  };

  before(async () => {
    const site = realSites(testRegistry).find(({ kind, exempt }) => kind.id === "vap" && exempt !== true);
    assert.ok(site);
    folder = await mkdtemp(join(tmpdir(), "dvs-nights-"));
    cluster = await theCluster("nights");
    terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
    await writeFile(join(folder, "key"), "a secret of Musterstadt that no other site knows\n", {
      mode: 0o600,
    });
    await establish(cluster, terminal, site.kind, cluster.images.plugin);
  });
  after(async () => {
    if (terminal !== undefined) await terminal.type("kubectl delete -f site.json");
    await cluster?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("is green in the first night", async () => {
    const { code, said } = await spend();
    assert.equal(code, 0, said);
    assert.match(said, /green/);
    assert.equal((await archives()).length, 1);
  });

  it("is red in the second one, because one policy was taken away", async () => {
    await type("kubectl delete validatingadmissionpolicybinding dvs-require-ro-rootfs");
    const { code, said } = await spend();
    assert.equal(code, 1, said);
    assert.match(said, /red: see /);
    const [first, second] = await archives();
    assert.ok(first !== undefined && second !== undefined);
    const profile = profiles["dvs-poc-2022"];
    assert.ok(profile);
    const { sites, rows } = compare([await readArchive(join(folder, "store", second))], { profile });
    const open = sites[0]?.cells.flatMap(({ verdict }, index) =>
      verdict === "enforced" ? [] : [[rows[index]?.id, verdict]],
    );
    assert.deepEqual(open, [["require-ro-rootfs", "not-enforced"]]);
    const page = await readFile(join(folder, "store", "latest.html"), "utf8");
    assert.match(page, /require-ro-rootfs/);
  });

  it("leaves nothing in the cluster, and no fat archive in the store", async () => {
    const namespaces = await type("kubectl get namespaces -o name");
    assert.doesNotMatch(namespaces, /sonobuoy|dvs-/);
    const roles = await type("kubectl get clusterroles,clusterrolebindings -o name");
    assert.doesNotMatch(roles, /sonobuoy|\/dvs/);
    for (const name of await archives()) {
      const archive = await readArchive(join(folder, "store", name));
      assert.equal(archive.packing.by, "sonobuoy");
      assert.match(await type(`tar tzf store/${name}`), /^meta\/dvs-slimmed\.json$/m);
    }
  });
});

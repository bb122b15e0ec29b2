import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "#policies";
import { judge, type RunResult } from "#results";
import { gatekeeperReferenceKinds } from "../../demo/engine-sites/gatekeeper-reference.ts";
import { establish } from "../../demo/establish.ts";
import { demoImage, demoRegistry } from "../../demo/sites.ts";
import { until } from "../../testbed/index.ts";
import { openTerminal, type Terminal } from "../../testbed/node/index.ts";
import { everywhere } from "../api/expected-verdicts.ts";
import { runProbe } from "../api/run-probe.ts";
import { dvsCommand } from "./dvs-command.ts";
import { foreignCluster, type TestCluster, theCluster } from "./the-cluster.ts";
import { verdictText } from "./truth/truth.ts";

const enforced = everywhere("enforced failOpen");

describe("who is exempt from a real Gatekeeper", function () {
  this.timeout("20m");
  let cluster: TestCluster;
  let terminal: Terminal;
  before(async function () {
    if (foreignCluster) {
      console.log("      left out: another cluster's engines are its own");
      this.skip();
    }
    const kind = gatekeeperReferenceKinds(demoRegistry).find(({ id }) => id === "gatekeeper-enforce");
    assert.ok(kind);
    cluster = await theCluster("gatekeeper-exempt", kind);
    const folder = await mkdtemp(join(tmpdir(), "dvs-exempt-"));
    terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
    await symlink(join(import.meta.dirname, "../../deploy"), join(folder, "deploy"));
    await establish(cluster, terminal, kind, demoImage);
  });
  after(async () => {
    await cluster?.stop();
    if (terminal !== undefined) await rm(terminal.folder, { recursive: true, force: true });
  });

  async function typed(line: string): Promise<string> {
    const { code, said, out } = await terminal.type(line);
    assert.equal(code, 0, `${line}: ${said}${out}`);
    return out;
  }

  async function applied(object: JsonObject): Promise<void> {
    await writeFile(join(terminal.folder, "object.json"), JSON.stringify(object));
    await typed("kubectl apply --server-side --force-conflicts -f object.json");
  }

  it("what preflight prints lets Sonobuoy's pods in, and all policies are enforced as before", async () => {
    await typed("kubectl apply -f deploy/namespace.yaml -f deploy/access.yaml -f deploy/limit-range.yaml");
    const images = `--sonobuoy-image ${demoRegistry}/sonobuoy:v0.57.5 --plugin-image ${demoImage}`;
    const preflight = `dvs preflight --lang en --plugin deploy/dvs-own-account.yaml ${images}`;
    const { code, said } = await terminal.type(`${preflight} > exemptions.yaml`);
    assert.equal(code, 1, said);
    assert.match(said, /REFUSED by gatekeeper: dvs-require-ro-rootfs/);
    await typed("kubectl apply -f exemptions.yaml");
    await until("preflight to have nothing to say", async () => (await terminal.type(preflight)).code === 0, {
      timeoutSeconds: 60,
      pauseSeconds: 2,
    });
    const { result } = await runProbe(cluster.kubeconfig);
    assert.deepEqual(verdictsAt(result, 0), enforced);
    assert.deepEqual(result.vantages[0]?.exemptions, []);
  });

  it("a namespace that its Config or a constraint leaves out is flagged, and its neighbour is not", async () => {
    for (const name of ["team-a", "team-b"]) await typed(`kubectl create namespace ${name}`);
    await applied({
      apiVersion: "config.gatekeeper.sh/v1alpha1",
      kind: "Config",
      metadata: { name: "config", namespace: "gatekeeper-system" },
      spec: { match: [{ excludedNamespaces: ["*-a"], processes: ["webhook"] }] },
    });
    const leftOut = ["kube-system", "kube-public", "kube-node-lease", "team-b"];
    const patch = JSON.stringify({ spec: { match: { excludedNamespaces: leftOut } } });
    await typed(`kubectl patch dvsrequirerorootfs dvs-require-ro-rootfs --type merge -p '${patch}'`);
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { containers: [{ name: "c", image: demoImage }] },
    };
    await writeFile(join(terminal.folder, "pod.json"), JSON.stringify(pod));
    const answers = async (namespace: string) =>
      JSON.stringify(await terminal.type(`kubectl -n ${namespace} create --dry-run=server -f pod.json`));
    await until(
      "Gatekeeper to leave both out",
      async () =>
        !(await answers("team-a")).includes("gatekeeper") && !(await answers("team-b")).includes("ro-rootfs"),
      { timeoutSeconds: 60, pauseSeconds: 1 },
    );
    const { result } = await runProbe(cluster.kubeconfig, {
      namespaces: ["team-a", "team-b"],
      freshNamespace: false,
    });
    assert.deepEqual(verdictsAt(result, 0), everywhere("not-enforced exempt"));
    assert.deepEqual(verdictsAt(result, 1), { ...enforced, "require-ro-rootfs": "not-enforced exempt" });
    assert.deepEqual(
      result.vantages.map(({ exemptions }) => exemptions.map(({ engine, says }) => `${engine}: ${says}`)),
      [
        ["gatekeeper: excludedNamespaces of the Config: *-a"],
        ["gatekeeper: excludedNamespaces of the constraint DvsRequireRoRootfs/dvs-require-ro-rootfs: team-b"],
      ],
    );
  });
});

function verdictsAt({ vantages, probes }: RunResult, index: number): Record<string, string> {
  const vantage = vantages[index];
  assert.ok(vantage);
  const own = probes.filter((probe) => probe.vantage === vantage.namespace);
  return Object.fromEntries(judge(vantage, own).map((verdict) => [verdict.policy, verdictText(verdict)]));
}

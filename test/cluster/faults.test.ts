import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { profiles } from "#policies";
import { type FailureCause, failureCause } from "../../aggregator/archive/failure-cause.ts";
import { compare, readArchive } from "../../aggregator/index.ts";
import { until } from "../../testbed/index.ts";
import { type Ended, openTerminal, type Terminal } from "../../testbed/node/index.ts";
import { dvsCommand } from "./dvs-command.ts";
import { foreignCluster, type TestCluster, theCluster } from "./the-cluster.ts";

const root = join(import.meta.dirname, "../..");

/** What goes wrong with a run of Sonobuoy, and what the report has to say of it; written down before the first run. */
interface Fault {
  readonly id: string;
  readonly what: string;
  /** More flags of `sonobuoy run`. */
  readonly flags?: string;
  /** Done while the plugin waits for its second round. */
  readonly strike?: (namespace: string) => Promise<void>;
  readonly state: "ok" | "incomplete" | "unreadable" | "refused";
  /** What stands in the archive in place of a result. */
  readonly problem?: { readonly kind: string; readonly cause?: FailureCause; readonly detail: RegExp };
}

/** Sonobuoy gives up on a container that failed or cannot start after five minutes. */
const patience = 8 * 60;

describe("faults of a run under the real Sonobuoy, side by side in namespaces of their own", function () {
  this.timeout("20m");
  let cluster: TestCluster;
  let terminal: Terminal;
  let folder: string;

  const type = async (line: string): Promise<Ended> => {
    const ended = await terminal.type(line);
    assert.equal(ended.code, 0, `${line}: ${ended.said}${ended.out}`);
    return ended;
  };

  const faults: readonly Fault[] = [
    {
      id: "deleted",
      what: "the plugin's pod is deleted in the middle",
      strike: async (namespace) => {
        await type(`kubectl -n ${namespace} delete pod -l sonobuoy-plugin=dvs --wait=false`);
      },
      state: "incomplete",
    },
    {
      id: "killed",
      what: "the plugin is killed",
      strike: (namespace) => killPlugin(namespace),
      state: "unreadable",
      problem: { kind: "plugin-error", cause: "ended", detail: /terminated state \(exit code 137\)/ },
    },
    {
      id: "never-picked-up",
      what: "the worker never picks the result up",
      flags: "--timeout 45 --plugin-env dvs.SONOBUOY_DONE_FILE_DELAY=1h",
      state: "unreadable",
      problem: { kind: "plugin-error", cause: "timeout", detail: /timeout while waiting for results/ },
    },
    {
      id: "no-image",
      what: "the plugin's image cannot be pulled",
      flags: "--plugin-image dvs:registry.musterstadt.example/dvs:none",
      state: "unreadable",
      problem: { kind: "plugin-error", cause: "image", detail: /Failed to pull image .*dvs:none/ },
    },
    {
      id: "refused",
      what: "admission refuses the plugin's pod",
      state: "refused",
      problem: { kind: "refused", detail: /'demand-limits' .* denied request: limits are demanded/ },
    },
    {
      id: "timeout",
      what: "Sonobuoy's time is over before the plugin is done",
      flags: "--timeout 15",
      state: "unreadable",
      problem: { kind: "plugin-error", cause: "timeout", detail: /timeout while waiting for results/ },
    },
  ];

  before(async function () {
    if (foreignCluster) {
      console.log("    left out: processes of somebody else's node cannot be killed from here");
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "dvs-faults-"));
    cluster = await theCluster("faults");
    terminal = await openTerminal(folder, cluster.kubeconfig, dvsCommand);
    const definition = await readFile(join(root, "sonobuoy-plugin.yaml"), "utf8");
    // long enough to strike between the two rounds
    const slow = definition.replace("    # siteName: Musterstadt", "    settle: 30");
    assert.notEqual(slow, definition);
    await writeFile(join(folder, "dvs.yaml"), slow);
    await writeFile(join(folder, "demand-limits.json"), JSON.stringify(demandLimits("refused")));
    await type("kubectl apply -f demand-limits.json");
    await until("the policy about limits to be at work", limitsAreDemanded, {
      timeoutSeconds: 60,
      pauseSeconds: 1,
    });
    const runs = faults.map(async ({ id, flags = "", strike }) => {
      const images = `--plugin-image dvs:${cluster.images.plugin} --sonobuoy-image ${cluster.images.sonobuoy}`;
      await type(
        `sonobuoy run -n ${id} --plugin dvs.yaml ${images} --skip-preflight=dnscheck --timeout 600 ${flags}`,
      );
      if (strike !== undefined) {
        await until(`the plugin in ${id} to have tried everything once`, () => hasProgress(id), {
          timeoutSeconds: 90,
          pauseSeconds: 2,
        });
        await strike(id);
      }
      const complete = async () => JSON.parse((await status(id)).out).status === "complete";
      await until(`the run in ${id} to be complete`, complete, { timeoutSeconds: patience, pauseSeconds: 5 });
      await type(`sonobuoy retrieve -n ${id} --filename ${id}.tar.gz`);
    });
    await Promise.all(runs);
  });
  after(async () => {
    await cluster?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  for (const { id, what, state, problem } of faults) {
    it(`${what}: ${state}`, async () => {
      const profile = profiles["dvs-poc-2022"];
      assert.ok(profile);
      const archive = await readArchive(join(folder, `${id}.tar.gz`));
      const [site] = compare([archive], { profile }).sites;
      assert.equal(site?.state, state);
      // nothing is enforced there, and nothing may look as if it were
      for (const { verdict } of site?.cells ?? [])
        assert.ok(["missing", "inconclusive", "not-enforced"].includes(verdict), verdict);
      if (problem === undefined) return;
      const found = archive.problem;
      assert.equal(found?.kind, problem.kind);
      const detail = found !== undefined && "detail" in found ? found.detail : "";
      assert.match(detail, problem.detail);
      assert.equal(failureCause(detail), problem.cause ?? "unknown");
    });
  }

  it("leave nothing behind once dvs cleanup was typed", async () => {
    await until("the leftovers to be gone", async () => (await terminal.type("dvs cleanup")).code === 0, {
      timeoutSeconds: 90,
      pauseSeconds: 2,
    });
    const { out } = await type("kubectl get namespaces -o name");
    assert.doesNotMatch(out, /namespace\/dvs-/);
  });

  const status = (namespace: string) => terminal.type(`sonobuoy status -n ${namespace} --json`);

  async function hasProgress(namespace: string): Promise<boolean> {
    const { code, out } = await status(namespace);
    const progress = code === 0 ? JSON.parse(out).plugins[0]?.progress : undefined;
    return progress !== undefined && progress.completed + (progress.failures ?? []).length === progress.total;
  }

  /** By its process: the machine's processes are ours alone. */
  async function killPlugin(namespace: string): Promise<void> {
    const { out: uid } = await type(
      `kubectl -n ${namespace} get pod -l sonobuoy-plugin=dvs -o jsonpath='{.items[0].metadata.uid}'`,
    );
    const line = `for p in $(pgrep -f /opt/dvs/plugin.mjs); do grep -q '${uid.replaceAll("-", "[-_]")}' /proc/$p/cgroup && kill -9 $p && echo killed; done`;
    assert.match((await terminal.type(line)).out, /killed/);
  }

  async function limitsAreDemanded(): Promise<boolean> {
    await terminal.type("kubectl create namespace refused");
    await terminal.type("kubectl -n refused create serviceaccount default");
    const { code, said } = await terminal.type(
      "kubectl -n refused run p --image=p --labels sonobuoy-component=plugin --dry-run=server",
    );
    if (code === 0 || !said.includes("limits are demanded")) return false;
    return (await terminal.type("kubectl delete namespace refused --wait")).code === 0;
  }
});

/** A rule of a site that only plugins' pods break, for they have a container of Sonobuoy's. */
function demandLimits(namespace: string): object {
  const metadata = { name: "demand-limits" };
  const apiVersion = "admissionregistration.k8s.io/v1";
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      {
        apiVersion,
        kind: "ValidatingAdmissionPolicy",
        metadata,
        spec: {
          matchConstraints: {
            resourceRules: [
              { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
            ],
          },
          matchConditions: [
            {
              name: "plugins",
              expression: `request.namespace == "${namespace}" && object.metadata.?labels[?"sonobuoy-component"].orValue("") == "plugin"`,
            },
          ],
          validations: [
            {
              expression: "object.spec.containers.all(c, has(c.resources) && has(c.resources.limits))",
              message: "limits are demanded",
            },
          ],
        },
      },
      {
        apiVersion,
        kind: "ValidatingAdmissionPolicyBinding",
        metadata,
        spec: { policyName: metadata.name, validationActions: ["Deny"] },
      },
    ],
  };
}

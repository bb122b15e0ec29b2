import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { type RunResult, readJUnit, writeJUnit } from "#results";
import { compare, explain, type Question, texts } from "../../aggregator/index.ts";
import { siteKinds, startSiteKind } from "../../demo/sites.ts";
import {
  apply,
  buildComponents,
  request,
  type Site,
  startTestbed,
  type Testbed,
} from "../../testbed/index.ts";
import { archiveWith, profile } from "../aggregator/comparisons.ts";
import { runProbe } from "./run-probe.ts";

/** What a shell made of a step of what `dvs explain` prints. */
interface Done {
  readonly code: number;
  readonly said: string;
}

describe("the commands that dvs explain prints", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let kubectl: string;
  before(async () => {
    const onProgress = (line: string) => console.log(`    ${line}`);
    testbed = await startTestbed({ onProgress });
    ({ kubectl } = await buildComponents(["kubectl"], { onProgress }));
  });
  after(() => testbed?.stop());

  /** What is printed, and the steps of it run by `sh` one after the other. */
  const repeated = async (
    site: Site,
    result: RunResult,
    question: Question,
  ): Promise<{ readonly text: string; readonly steps: Map<string, Done> }> => {
    const travelled = readJUnit(writeJUnit(result));
    const { sites, rows } = compare([archiveWith(travelled, "result")], { profile });
    const [found] = sites;
    assert.ok(found);
    const text = explain(found, rows, question, texts.en);
    const steps = new Map<string, Done>();
    for (const [, step = "", title = ""] of text.matchAll(
      /^(# \d+\. (.+)\n[\s\S]*?)(?=^# \d+\. |$(?![\s\S]))/gm,
    ))
      steps.set(title.replace(/ \(in the run.*/, ""), await sh(step, site));
    assert.deepEqual(steps.get("Check that kubectl points to the cluster of the run"), { code: 0, said: "" });
    return { text, steps };
  };
  const sh = async (script: string, site: Site): Promise<Done> => {
    const env = {
      PATH: `${dirname(kubectl)}:${process.env["PATH"]}`,
      KUBECONFIG: site.kubeconfig,
      HOME: testbed.directory,
    };
    const shell = spawn("sh", ["-c", script], { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [shell.stdout, shell.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
    const [code] = await once(shell, "close");
    return { code: Number(code), said };
  };
  const start = async (id: string): Promise<Site> => {
    const kind = siteKinds.find((candidate) => candidate.id === id);
    assert.ok(kind);
    return startSiteKind(testbed, kind);
  };
  /** Names of what a run, or a repetition of it, leaves in a namespace. */
  const leftIn = async (site: Site, namespace: string): Promise<string[]> => {
    const kinds = [
      `/api/v1/namespaces/${namespace}/pods`,
      `/api/v1/namespaces/${namespace}/serviceaccounts`,
      `/apis/apps/v1/namespaces/${namespace}/deployments`,
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles`,
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`,
    ];
    const lists = await Promise.all(
      kinds.map(async (path) => {
        const { body } = await request(site, path);
        return (body as { items: { metadata: { name: string } }[] }).items.map(
          ({ metadata }) => metadata.name,
        );
      }),
    );
    return lists.flat().filter((name) => name !== "default");
  };
  const messageOf = ({ probes }: RunResult, id: string, namespace: string): string => {
    const outcome = probes.find(({ probe, vantage }) => probe === id && vantage === namespace)?.outcome;
    assert.ok(outcome?.kind === "refused", `${id}: ${outcome?.kind}`);
    // kubectl words the beginning itself
    return outcome.message.replace(/^.*? is forbidden: /, "");
  };

  describe("where Pod Security enforces", () => {
    let site: Site;
    let result: RunResult;
    before(async () => {
      site = await start("psa-restricted");
      const podOverlay = { metadata: { labels: { "cost-centre": "4711" } } };
      ({ result } = await runProbe(site.kubeconfig, { podOverlay, namespaceLabels: { team: "a" } }));
    });

    it("get the same refusal, and leave nothing", async () => {
      const probe = "disallow-host-namespaces/hostpid";
      const { steps } = await repeated(site, result, { policy: "disallow-host-namespaces", probe });
      const namespace = result.vantages[0]?.namespace ?? "";
      assert.deepEqual(
        [...steps.values()].map(({ code }) => code),
        [0, 0, 0, 1, 0],
        JSON.stringify([...steps], null, 1),
      );
      assert.ok(steps.get("The attempt")?.said.includes(messageOf(result, probe, namespace)));
      assert.equal((await request(site, `/api/v1/namespaces/${namespace}`)).status, 404);
    });

    it("get the same admission", async () => {
      const { text, steps } = await repeated(site, result, { policy: "require_ro_rootfs.yaml" });
      assert.match(text, /\n {4}cost-centre: "4711"\n/);
      assert.match(text, /\n {4}team: a\n/);
      assert.match(text, /The verdict hangs on the attempt require-ro-rootfs\/main-false/);
      assert.deepEqual(
        [...steps.values()].map(({ code }) => code),
        [0, 0, 0, 0, 0],
        JSON.stringify([...steps], null, 1),
      );
      assert.match(steps.get("The attempt")?.said ?? "", /^pod\/p-[0-9a-f]{8} created \(server dry run\)\n$/);
    });
  });

  describe("where ValidatingAdmissionPolicies enforce", () => {
    const tenant = "team-a";
    let site: Site;
    let result: RunResult;
    before(async () => {
      site = await start("vap");
      await apply(site, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: tenant } }]);
      ({ result } = await runProbe(site.kubeconfig, { probes: "deep", namespaces: [tenant] }));
    });

    const cases = [
      { probe: "require-ro-rootfs/main-false", codes: [0, 0, 0, 1, 0] },
      { probe: "disallow-privileged-containers/ephemeral", codes: [0, 0, 0, 0, 1, 0] },
      { probe: "restrict-image-registries/update-main-unknown-registry", codes: [0, 0, 0, 0, 1, 0] },
    ] as const;
    for (const { probe, codes } of cases) {
      it(`get the same refusal of ${probe} in a tenant's namespace, and leave nothing`, async () => {
        const [policy = ""] = probe.split("/");
        const { steps } = await repeated(site, result, { policy, probe, namespace: tenant });
        assert.deepEqual(
          [...steps.values()].map(({ code }) => code),
          codes,
          JSON.stringify([...steps], null, 1),
        );
        assert.ok(
          steps.get("The attempt")?.said.includes(messageOf(result, probe, tenant)),
          `${steps.get("The attempt")?.said}\n${messageOf(result, probe, tenant)}`,
        );
        assert.deepEqual(await leftIn(site, tenant), []);
      });
    }

    it("update a Deployment as the run did", async () => {
      const probe = "require-ro-rootfs/update-deployment";
      const { steps } = await repeated(site, result, {
        policy: "require-ro-rootfs",
        probe,
        namespace: tenant,
      });
      assert.deepEqual(
        [...steps.values()].map(({ code }) => code),
        [0, 0, 0, 0, 0, 0],
        JSON.stringify([...steps], null, 1),
      );
      assert.deepEqual(await leftIn(site, tenant), []);
    });

    it("act as a ServiceAccount that exists, if one is named, and make none", async () => {
      const role = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "edit" };
      const binding = {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: "default-edits", namespace: tenant },
        roleRef: role,
        subjects: [{ kind: "ServiceAccount", name: "default", namespace: tenant }],
      };
      await apply(site, [binding]);
      const probe = "require-ro-rootfs/main-false";
      const question = { policy: "require-ro-rootfs", probe, namespace: tenant, serviceAccount: "default" };
      const { steps } = await repeated(site, result, question);
      assert.deepEqual(
        [...steps.values()].map(({ code }) => code),
        [0, 0, 0, 1],
        JSON.stringify([...steps], null, 1),
      );
      const right = "Check that the ServiceAccount may do that (if “no”, the answer says nothing)";
      assert.equal(steps.get(right)?.said, "yes\n");
      assert.ok(steps.get("The attempt")?.said.includes(messageOf(result, probe, tenant)));
    });
  });
});

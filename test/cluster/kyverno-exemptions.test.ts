import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultProfile, type PolicyId } from "#policies";
import { siteVerdicts } from "#results";
import { kyvernoReferenceKinds } from "../../demo/engine-sites/kyverno-reference.ts";
import { establish } from "../../demo/establish.ts";
import { demoImage, demoRegistry, everyPolicyAtWork } from "../../demo/sites.ts";
import { until } from "../../testbed/index.ts";
import { openTerminal, type Terminal } from "../../testbed/node/index.ts";
import { runProbe } from "../api/run-probe.ts";
import { dvsCommand } from "./dvs-command.ts";
import { foreignCluster, type TestCluster, theCluster } from "./the-cluster.ts";

const kind = kyvernoReferenceKinds(demoRegistry).find(({ id }) => id === "kyverno-enforce");

describe("exemptions of a running Kyverno", function () {
  this.timeout("15m");
  let cluster: TestCluster;
  let terminal: Terminal;
  before(async function () {
    if (foreignCluster) {
      console.log("      left out: another cluster's engines are its own");
      this.skip();
    }
    assert.ok(kind);
    cluster = await theCluster("kyverno-exemptions", kind);
    terminal = await openTerminal(
      await mkdtemp(join(tmpdir(), "dvs-exemptions-")),
      cluster.kubeconfig,
      dvsCommand,
    );
    // as published, Kyverno heeds no exceptions
    const args = ["--enablePolicyException=true", "--exceptionNamespace=*"].map((value) => ({
      op: "add",
      path: "/spec/template/spec/containers/0/args/-",
      value,
    }));
    const deployment = "-n kyverno deployment kyverno-admission-controller";
    await typed(`kubectl patch ${deployment} --type json -p '${JSON.stringify(args)}'`);
    await typed("kubectl rollout status --timeout=120s -n kyverno deployment/kyverno-admission-controller");
    await establish(cluster, terminal, kind, demoImage);
  });
  after(async () => {
    await cluster?.stop();
    if (terminal !== undefined) await rm(terminal.folder, { recursive: true, force: true });
  });

  const typed = async (line: string): Promise<string> => {
    const { code, said, out } = await terminal.type(line);
    assert.equal(code, 0, `${line}: ${said}${out}`);
    return out;
  };
  const exempt = async (): Promise<readonly string[]> => {
    const { result, problems } = await runProbe(cluster.kubeconfig);
    assert.deepEqual(problems, []);
    return siteVerdicts(result).flatMap(({ policy, verdict, flags }) => {
      if (verdict === "enforced") return [];
      assert.deepEqual([verdict, flags], ["not-enforced", ["exempt"]], policy);
      return [policy];
    });
  };
  /** Waits until a policy lets a violation pass, or does so no more. */
  const settled = async (policy: PolicyId, passes: boolean): Promise<void> => {
    assert.ok(kind);
    const atWork = ({ code }: { readonly code: number }) => (code === 201) === passes;
    await everyPolicyAtWork(cluster, { ...kind, shownBy: [policy], atWork }, demoImage);
  };
  const configured = async (data: object): Promise<void> => {
    await typed(`kubectl patch -n kyverno configmap kyverno --type merge -p '${JSON.stringify({ data })}'`);
  };

  it("what dvs preflight prints admits Sonobuoy's pods and takes nothing from the policies", async () => {
    const dvs = `dvs preflight --create-namespace --plugin-image ${demoImage} --sonobuoy-image ${demoRegistry}/sonobuoy:v0.57.5`;
    await typed("kubectl create namespace sonobuoy");
    const { code, out, said } = await terminal.type(dvs);
    assert.equal(code, 1, said);
    await writeFile(join(terminal.folder, "exemptions.yaml"), out);
    await typed("kubectl apply -f exemptions.yaml");
    await until("Sonobuoy's pods to be admitted", async () => (await terminal.type(dvs)).code === 0, {
      timeoutSeconds: 30,
      pauseSeconds: 1,
    });
    assert.deepEqual(await exempt(), []);
  });

  it("an exception for the probed namespaces is told for its policy, and for no other", async () => {
    const exception = {
      apiVersion: "policies.kyverno.io/v1",
      kind: "PolicyException",
      metadata: { name: "probed", namespace: "default" },
      spec: {
        policyRefs: [{ name: "dvs-restrict-sysctls", kind: "ValidatingPolicy" }],
        matchConditions: [{ name: "probed", expression: "object.metadata.namespace != 'kube-system'" }],
      },
    };
    await writeFile(join(terminal.folder, "exception.json"), JSON.stringify(exception));
    await typed("kubectl apply -f exception.json");
    await settled("restrict-sysctls", true);
    assert.deepEqual(await exempt(), ["restrict-sysctls"]);
    await typed("kubectl delete -f exception.json");
    await settled("restrict-sysctls", false);
  });

  it("so are resourceFilters, a namespaceSelector and excludeGroups of Kyverno's ConfigMap, for all", async () => {
    const filters = await typed(
      "kubectl get -n kyverno configmap kyverno -o jsonpath={.data.resourceFilters}",
    );
    const place = { key: "app.kubernetes.io/managed-by", operator: "NotIn", values: ["dvs"] };
    const ways = [
      { resourceFilters: `${filters} [Pod,default,*] [Pod,dvs-*,*]` },
      { excludeGroups: "system:nodes,system:serviceaccounts,system:masters" },
    ];
    for (const way of ways) {
      await configured(way);
      await settled("restrict-sysctls", true);
      assert.deepEqual(await exempt(), [...defaultProfile.policies], JSON.stringify(way).slice(0, 40));
      await configured({ resourceFilters: filters, excludeGroups: "system:nodes" });
      await settled("restrict-sysctls", false);
    }
    await configured({ webhooks: JSON.stringify({ namespaceSelector: { matchExpressions: [place] } }) });
    await until(
      "the webhook to leave out the probed namespaces",
      async () =>
        (await typed("kubectl get validatingwebhookconfigurations -o json")).includes(
          `"key": "${place.key}"`,
        ),
      { timeoutSeconds: 30, pauseSeconds: 1 },
    );
    assert.deepEqual(await exempt(), [...defaultProfile.policies]);
  });
});

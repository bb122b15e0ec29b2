import assert from "node:assert/strict";
import { distributionOf } from "../../plugin/facts/distribution.ts";
import { enginesOf, podPolicies, podWebhooks, versionOf } from "../../plugin/facts/engines.ts";
import { nodeFacts, nodePage, quantity } from "../../plugin/facts/nodes.ts";

const pods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["pods"] };
const webhooks = (...list: object[]) => ({ items: [{ metadata: { name: "w" }, webhooks: list }] });

describe("plugin/facts", () => {
  it("finds the webhooks that see pods when they are created, and what happens while they are down", () => {
    const list = webhooks(
      { name: "validate.kyverno.svc-fail", failurePolicy: "Fail", rules: [pods] },
      {
        name: "validate.kyverno.svc-ignore",
        failurePolicy: "Ignore",
        rules: [{ ...pods, resources: ["*"], apiGroups: ["*"], operations: ["*"] }],
      },
      { name: "without.failure.policy", rules: [pods] },
      {
        name: "only.deployments",
        failurePolicy: "Fail",
        rules: [{ ...pods, apiGroups: ["apps"], resources: ["deployments"] }],
      },
      { name: "only.deletion", failurePolicy: "Fail", rules: [{ ...pods, operations: ["DELETE"] }] },
      { name: "no.rules" },
    );
    assert.deepEqual(podWebhooks(list), [
      { name: "validate.kyverno.svc-fail", failurePolicy: "Fail" },
      { name: "validate.kyverno.svc-ignore", failurePolicy: "Ignore" },
      { name: "without.failure.policy", failurePolicy: "Fail" },
    ]);
  });

  it("names known engines with their version, and the others by their webhook", () => {
    const found = [
      { name: "validation.gatekeeper.sh", failurePolicy: "Ignore" },
      { name: "validate.kyverno.svc-fail", failurePolicy: "Fail" },
      { name: "mutate.kyverno.svc-fail", failurePolicy: "Fail" },
      { name: "policy.musterstadt.example", failurePolicy: "Fail" },
    ];
    assert.deepEqual(enginesOf(found, ["b", "a"], new Map([["kyverno", "1.19.1"]])), [
      { name: "gatekeeper", webhooks: [{ name: "validation.gatekeeper.sh", failurePolicy: "Ignore" }] },
      {
        name: "kyverno",
        version: "1.19.1",
        webhooks: [
          { name: "mutate.kyverno.svc-fail", failurePolicy: "Fail" },
          { name: "validate.kyverno.svc-fail", failurePolicy: "Fail" },
        ],
      },
      {
        name: "policy.musterstadt.example",
        webhooks: [{ name: "policy.musterstadt.example", failurePolicy: "Fail" }],
      },
      { name: "validating-admission-policy", policies: ["a", "b"] },
    ]);
  });

  it("lists what an engine hands to the API server under that engine, if it is there", () => {
    const policies = ["gatekeeper-k8sx", "cpol-a", "vpol-b", "own"];
    const kyverno = { name: "kyverno", version: "1.19.1", policies: ["cpol-a", "vpol-b"] };
    const rest = { name: "validating-admission-policy", policies: ["gatekeeper-k8sx", "own"] };
    assert.deepEqual(enginesOf([], policies, new Map([["kyverno", "1.19.1"]])), [kyverno, rest]);
  });

  it("finds the ValidatingAdmissionPolicies that see pods", () => {
    const policy = (name: string, rule?: object) => ({
      metadata: { name },
      spec: rule === undefined ? {} : { matchConstraints: { resourceRules: [rule] } },
    });
    const items = [
      policy("pods", pods),
      policy("deployments", { ...pods, apiGroups: ["apps"], resources: ["deployments"] }),
      policy("none"),
    ];
    assert.deepEqual(podPolicies({ items }), ["pods"]);
  });

  it("reads an engine's version from its image", () => {
    const deployments = (...images: string[]) => ({
      items: images.map((image) => ({ spec: { template: { spec: { containers: [{ image }] } } } })),
    });
    assert.equal(versionOf(deployments("registry.example:5000/kyverno/kyverno:v1.19.1")), "1.19.1");
    assert.equal(
      versionOf(deployments("a/b@sha256:00", "openpolicyagent/gatekeeper:v3.23.1@sha256:00")),
      "3.23.1",
    );
    assert.equal(versionOf(deployments("registry.example:5000/kyverno")), undefined);
    assert.equal(versionOf({}), undefined);
  });

  it("counts nodes by what they are and forgets their names", () => {
    const node = (osImage: string, cpu: string, memory: string) => ({
      metadata: { name: "geheim-01" },
      status: {
        capacity: { cpu, memory },
        nodeInfo: {
          osImage,
          kernelVersion: "6.1",
          containerRuntimeVersion: "containerd://2.0",
          architecture: "amd64",
        },
      },
    });
    const facts = nodeFacts(
      nodePage({
        items: [node("Ubuntu", "4", "16Gi"), node("Debian", "3500m", "8Gi"), node("Ubuntu", "4", "1G")],
      }).nodes,
    );
    assert.deepEqual(facts.osImages, { Debian: 1, Ubuntu: 2 });
    assert.deepEqual([facts.count, facts.capacity.cpu, facts.capacity.memory], [3, 11.5, 24 * 2 ** 30 + 1e9]);
    assert.doesNotMatch(JSON.stringify(facts), /geheim/);
  });

  it("reads Kubernetes' quantities", () => {
    assert.deepEqual(["1", "250m", "2Ki", "1.5Gi", "x", "3Zi"].map(quantity), [
      1,
      0.25,
      2048,
      1.5 * 2 ** 30,
      0,
      0,
    ]);
  });

  it("tells distributions by version or API group", () => {
    assert.equal(distributionOf("v1.30.4+k3s1", []), "K3s");
    assert.equal(distributionOf("v1.30.4+rke2r1", []), "RKE2");
    assert.equal(distributionOf("v1.29.6", ["apps", "config.openshift.io"]), "OpenShift");
    assert.equal(distributionOf("v1.36.3", ["apps"]), "Kubernetes");
  });
});

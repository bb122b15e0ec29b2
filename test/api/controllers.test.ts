import assert from "node:assert/strict";
import { isObject, type JsonObject } from "#policies";
import { type RunResult, readJUnit, siteVerdicts, writeJUnit } from "#results";
import { type SiteKind, siteKinds, startSiteKind } from "../../demo/sites.ts";
import { startTestbed, type Testbed } from "../../testbed/index.ts";
import { everywhere } from "./expected-verdicts.ts";
import { runProbe } from "./run-probe.ts";

/** Conditions under which a rule applies that means to leave out the pods of controllers. */
const notControllers = {
  "by what sends them":
    "request.userInfo.username != 'system:serviceaccount:kube-system:replicaset-controller'",
  "by their owner":
    "!has(object.metadata.ownerReferences) || !object.metadata.ownerReferences.exists(owner, has(owner.controller) && owner.controller)",
} as const;

/** The reference rules, but not for the pods of controllers. */
function exemptingControllers(
  kind: SiteKind,
  how: keyof typeof notControllers,
  templatesToo: boolean,
): SiteKind {
  const notController = { name: "no-controller", expression: notControllers[how] };
  const manifests = kind.manifests.flatMap((manifest): JsonObject[] => {
    if (manifest["kind"] !== "ValidatingAdmissionPolicy") return [manifest];
    const spec = isObject(manifest["spec"]) ? manifest["spec"] : {};
    const conditions = Array.isArray(spec["matchConditions"]) ? spec["matchConditions"] : [];
    return [{ ...manifest, spec: { ...spec, matchConditions: [...conditions, notController] } }];
  });
  return {
    ...kind,
    id: `controllers-${how.replaceAll(" ", "-")}-${templatesToo}`,
    manifests: [...manifests, ...(templatesToo ? noWorkloads : [])],
  };
}

/** Refuses Deployments that share the host's namespaces: what a controller would make of them cannot come to be. */
const noWorkloads: readonly JsonObject[] = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "workload-host-namespaces" },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ["apps"],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["deployments"],
          },
        ],
      },
      validations: [
        {
          expression:
            "[has(object.spec.template.spec.hostPID) && object.spec.template.spec.hostPID].all(host, !host)",
          message: "disallow-host-namespaces: hostPID is not allowed",
        },
      ],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "workload-host-namespaces" },
    spec: { policyName: "workload-host-namespaces", validationActions: ["Deny"] },
  },
];

describe("rules that exempt controllers", function () {
  this.timeout("30m");
  let testbed: Testbed;
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
  });
  after(() => testbed?.stop());

  const run = async (
    how: keyof typeof notControllers,
    templatesToo: boolean,
    probes = "deep",
  ): Promise<RunResult> => {
    const vap = siteKinds.find(({ id }) => id === "vap");
    assert.ok(vap);
    const kind = exemptingControllers(vap, how, templatesToo);
    const site = await startSiteKind(testbed, kind);
    const { result, problems } = await runProbe(site.kubeconfig, { probes });
    assert.deepEqual(problems, []);
    await site.stop();
    return readJUnit(writeJUnit(result));
  };
  const verdicts = (result: RunResult) =>
    Object.fromEntries(siteVerdicts(result).map(({ policy, verdict }) => [policy, verdict]));

  it("are found by a deep run: no policy is enforced for the pods of a Deployment", async () => {
    const result = await run("by what sends them", false);
    assert.deepEqual(verdicts(result), everywhere("partly-enforced"));
    const open = result.probes.filter(({ outcome }) => "byController" in outcome);
    assert.equal(open.length, 14);
  });

  it("are found by any run where they believe whoever names an owner", async () => {
    const result = await run("by their owner", true, "core");
    assert.deepEqual(verdicts(result), {
      ...everywhere("partly-enforced"),
      // the core set has one violation of it that must be refused
      "require-default-proc-mount": "not-enforced",
    });
    const open = result.probes.flatMap(({ outcome }) => ("inForm" in outcome ? [outcome.inForm] : []));
    assert.deepEqual(open, Array(14).fill("owned"));
  });

  it("are no hole where the template with the violation is refused", async () => {
    const result = await run("by what sends them", true);
    assert.deepEqual(verdicts(result), {
      ...everywhere("partly-enforced"),
      "disallow-host-namespaces": "enforced",
    });
  });
});

import assert from "node:assert/strict";
import { readReportingPolicies, withReporting } from "../../plugin/facts/reporting-policies.ts";

const list = (...items: object[]) => ({ items });
const podRules = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }];
const pods = { any: [{ resources: { kinds: ["Pod"] } }] };

const registration = "/apis/admissionregistration.k8s.io/v1";
const admissionPolicy = (name: string, resourceRules: object[] = podRules) => ({
  metadata: { name },
  spec: {
    matchConstraints: { resourceRules },
    validations: [{ expression: "false", message: "no hostPID" }],
  },
});
const binding = (policyName: string, ...validationActions: string[]) => ({
  metadata: { name: `${policyName}-${validationActions.join("")}` },
  spec: { policyName, validationActions },
});
const clusterPolicy = (name: string, spec: object, validate: object = {}) => ({
  metadata: { name },
  spec: { rules: [{ name: "rule", match: pods, validate: { message: "no", ...validate } }], ...spec },
});
const validatingPolicy = (name: string, spec: object) => ({
  metadata: { name },
  spec: { ...admissionPolicy(name).spec, ...spec },
});
const constraint = (name: string, spec: object) => ({
  kind: "K8sPSPCapabilities",
  metadata: { name },
  spec: { match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }] }, ...spec },
});

/** What only reports, as `engine policy: catalogue's policies`. */
async function reporting(answers: Readonly<Record<string, unknown>>): Promise<string[]> {
  const groups = ["kyverno.io", "policies.kyverno.io", "constraints.gatekeeper.sh"];
  const found = await readReportingPolicies(
    async (path) => answers[path],
    (group) => (groups.includes(group) ? ["v1"] : []),
  );
  return found.map(({ engine, policy, means }) => `${engine} ${policy}: ${means.join()}`);
}

describe("plugin/facts/reporting-policies", () => {
  it("finds ValidatingAdmissionPolicies that are bound, but nowhere to deny", async () => {
    const policies = ["audit", "deny", "both", "unbound", "cpol-of-kyverno"].map((name) =>
      admissionPolicy(name),
    );
    const deployments = admissionPolicy("deployments", [
      { ...podRules[0], apiGroups: ["apps"], resources: ["deployments"] },
    ]);
    assert.deepEqual(
      await reporting({
        [`${registration}/validatingadmissionpolicies`]: list(...policies, deployments),
        [`${registration}/validatingadmissionpolicybindings`]: list(
          binding("audit", "Audit", "Warn"),
          binding("deny", "Deny"),
          binding("both", "Audit"),
          binding("both", "Deny", "Audit"),
          binding("cpol-of-kyverno", "Audit"),
          binding("deployments", "Audit"),
        ),
      }),
      ["validating-admission-policy audit: disallow-host-namespaces"],
    );
  });

  it("finds Kyverno's policies in Audit, unless they enforce somewhere", async () => {
    const everywhere = "/apis/kyverno.io/v1/clusterpolicies";
    assert.deepEqual(
      await reporting({
        [everywhere]: list(
          clusterPolicy("by-default", {}),
          clusterPolicy("audit", { validationFailureAction: "audit" }),
          clusterPolicy("enforce", { validationFailureAction: "Enforce" }),
          clusterPolicy("rule-enforces", { validationFailureAction: "Audit" }, { failureAction: "Enforce" }),
          clusterPolicy("rule-audits", { validationFailureAction: "Enforce" }, { failureAction: "Audit" }),
          clusterPolicy("enforces-somewhere", {
            validationFailureActionOverrides: [{ action: "enforce", namespaces: ["prod-*"] }],
          }),
          clusterPolicy("audits-somewhere", {
            validationFailureAction: "Enforce",
            validationFailureActionOverrides: [{ action: "Audit", namespaces: ["prod-*"] }],
          }),
          clusterPolicy("require-ro-rootfs", { validationFailureAction: "Enforce", admission: false }),
          { metadata: { name: "mutates" }, spec: { rules: [{ name: "r", match: pods, mutate: {} }] } },
        ),
      }),
      [
        "kyverno by-default: ",
        "kyverno audit: ",
        "kyverno rule-audits: ",
        "kyverno require-ro-rootfs: require-ro-rootfs",
      ],
    );
  });

  it("finds Kyverno's CEL kinds that do not deny, or not at admission", async () => {
    const group = "/apis/policies.kyverno.io/v1";
    const own = { metadata: { name: "own", namespace: "team-a" } };
    assert.deepEqual(
      await reporting({
        [`${group}/validatingpolicies`]: list(
          validatingPolicy("by-default", {}),
          validatingPolicy("warn", { validationActions: ["Warn"] }),
          validatingPolicy("deny", { validationActions: ["Audit", "Deny"] }),
          validatingPolicy("background", { evaluation: { admission: { enabled: false } } }),
        ),
        [`${group}/namespacedvalidatingpolicies`]: list({
          ...validatingPolicy("own", { validationActions: ["Audit"] }),
          ...own,
        }),
        [`${group}/imagevalidatingpolicies`]: list(
          validatingPolicy("images", { validationActions: ["Audit"] }),
        ),
      }),
      ["warn", "background", "team-a/own", "images"].map(
        (name) => `kyverno ${name}: disallow-host-namespaces`,
      ),
    );
  });

  it("finds Gatekeeper's constraints that do not deny, whatever their kind", async () => {
    const group = "/apis/constraints.gatekeeper.sh/v1beta1";
    const scoped = (action: string) => ({
      enforcementAction: "scoped",
      scopedEnforcementActions: [{ action, enforcementPoints: [{ name: "*" }] }],
    });
    assert.deepEqual(
      await reporting({
        [group]: { resources: [{ name: "k8spspcapabilities" }, { name: "k8spspcapabilities/status" }] },
        [`${group}/k8spspcapabilities`]: list(
          constraint("by-default", {}),
          constraint("deny", { enforcementAction: "deny" }),
          constraint("dryrun", { enforcementAction: "dryrun" }),
          constraint("warn", { enforcementAction: "warn" }),
          constraint("scoped-warn", scoped("warn")),
          constraint("scoped-deny", scoped("deny")),
          constraint("services", {
            enforcementAction: "warn",
            match: { kinds: [{ apiGroups: [""], kinds: ["Service"] }] },
          }),
        ),
      }),
      ["dryrun", "warn", "scoped-warn"].map((name) => `gatekeeper ${name}: disallow-add-capabilities`),
    );
  });

  it("puts them beside their engines, and adds an engine that shows by nothing else", () => {
    const kyverno = { name: "kyverno", version: "1.19.1" };
    const found = [
      { engine: "kyverno", policy: "b", means: ["restrict-sysctls", "restrict-apparmor"] as const },
      { engine: "kyverno", policy: "a", means: ["restrict-sysctls"] as const },
      { engine: "gatekeeper", policy: "c", means: [] },
    ];
    assert.deepEqual(withReporting([kyverno], found), [
      { name: "gatekeeper", reporting: ["c"] },
      {
        ...kyverno,
        reporting: ["a", "b"],
        reportingOn: { "restrict-apparmor": ["b"], "restrict-sysctls": ["a", "b"] },
      },
    ]);
    assert.deepEqual(withReporting([kyverno], []), [kyverno]);
  });
});

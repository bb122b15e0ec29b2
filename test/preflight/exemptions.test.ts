import assert from "node:assert/strict";
import type { ExemptionSource } from "../../plugin/facts/exemption-source.ts";
import { configSources } from "../../plugin/facts/gatekeeper-exemptions.ts";
import { celExceptionSources } from "../../plugin/facts/kyverno-exemptions.ts";
import { exceptionSources } from "../../plugin/facts/kyverno-policies.ts";
import { exemptionsFrom, onlyManifest } from "./recorded.ts";

/** Whether the reader of engines' configurations, which the plugin has, takes the namespace for exempt. */
function exempts([source]: readonly ExemptionSource[], namespace: string): boolean {
  assert.ok(source);
  const user = `system:serviceaccount:${namespace}:x`;
  const [way] = source.ways;
  return way({ namespace, labels: {}, annotations: {}, user, groups: [] }) !== undefined;
}

const sonobuoyPods = { matchLabels: { component: "sonobuoy" } };

describe("preflight/exemptions", () => {
  it("Kyverno: all policies and rules of the message, for this namespace only", async () => {
    const exemptions = await exemptionsFrom(
      [
        "kyverno-1.19.1:disallow-add-capabilities/main-net-admin",
        "kyverno-1.19.1:disallow-host-namespaces/hostpid",
      ],
      {},
      { "kyverno.io": ["v1", "v2beta1"] },
    );
    const manifest = onlyManifest(exemptions);
    assert.deepEqual(manifest, {
      apiVersion: "kyverno.io/v2beta1",
      kind: "PolicyException",
      metadata: { name: "dvs-exempt-sonobuoy", namespace: "sonobuoy" },
      spec: {
        exceptions: [
          { policyName: "disallow-capabilities", ruleNames: ["adding-capabilities"] },
          { policyName: "disallow-capabilities-strict", ruleNames: ["adding-capabilities-strict"] },
          { policyName: "disallow-host-namespaces", ruleNames: ["host-namespaces"] },
        ],
        match: {
          any: [{ resources: { kinds: ["Pod", "Job"], namespaces: ["sonobuoy"], selector: sonobuoyPods } }],
        },
      },
    });
    // the reader knows places only, so without the pods' label
    const text = JSON.stringify(manifest).replace(`,"selector":${JSON.stringify(sonobuoyPods)}`, "");
    const sources = exceptionSources({ items: [JSON.parse(text)] }, undefined);
    assert.equal(exempts(sources, "sonobuoy"), true);
    assert.equal(exempts(sources, "dvs-1a2b3c4d"), false);
    assert.deepEqual(exemptions[0]?.hints, ["kyverno-exceptions"]);
  });

  it("Kyverno's CEL types have an exception of their own kind, beside the classic one", async () => {
    const both = await exemptionsFrom(
      ["kyverno-vpol", "kyverno-1.19.1:disallow-host-namespaces/hostpid"],
      {},
      { "kyverno.io": ["v2"], "policies.kyverno.io": ["v1", "v1alpha1"] },
    );
    assert.deepEqual(
      both.flatMap(({ manifests }) => manifests.map(({ apiVersion }) => apiVersion)),
      ["kyverno.io/v2", "policies.kyverno.io/v1"],
    );
    const cel = onlyManifest(
      await exemptionsFrom(["kyverno-vpol"], {}, { "policies.kyverno.io": ["v1beta1"] }),
    );
    assert.deepEqual(cel["spec"], {
      policyRefs: [{ name: "disallow-host-namespaces", kind: "ValidatingPolicy" }],
      matchConditions: [
        {
          name: "dvs-exempt-sonobuoy",
          expression:
            "object.metadata.namespace == 'sonobuoy' && has(object.metadata.labels) && 'component' in object.metadata.labels && object.metadata.labels['component'] == 'sonobuoy'",
        },
      ],
    });
    const text = JSON.stringify(cel).replace(/ && has\(.*?'sonobuoy'"/, '"');
    const sources = celExceptionSources({ items: [JSON.parse(text)] });
    assert.equal(exempts(sources, "sonobuoy"), true);
    assert.equal(exempts(sources, "dvs-1a2b3c4d"), false);
  });

  it("Gatekeeper: the Config with what it had, whether the webhook refused or the API server for it", async () => {
    const ids = [
      "gatekeeper-3.23.1:require-limits-and-requests/no-resources",
      "gatekeeper-3.23.1:require-ro-rootfs/main-unset",
    ];
    const fresh = await exemptionsFrom(ids);
    assert.equal(fresh.length, 1);
    assert.deepEqual(fresh[0]?.policies, ["container-must-have-resources", "psp-readonlyrootfilesystem"]);
    assert.deepEqual(onlyManifest(fresh), {
      apiVersion: "config.gatekeeper.sh/v1alpha1",
      kind: "Config",
      metadata: { name: "config", namespace: "gatekeeper-system" },
      spec: { match: [{ excludedNamespaces: ["sonobuoy"], processes: ["webhook"] }] },
    });
    const before_ = {
      metadata: {
        name: "config",
        namespace: "opa",
        uid: "1",
        managedFields: [],
        annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
      },
      spec: {
        sync: { syncOnly: [] },
        match: [{ excludedNamespaces: ["kube-*"], processes: ["*"] }],
      },
      status: {},
    };
    const other = { metadata: { name: "other", namespace: "opa" }, spec: {} };
    const elsewhere = { ...before_, metadata: { name: "config", namespace: "left-behind" } };
    const webhooks = [{ name: "validation.gatekeeper.sh", clientConfig: { service: { namespace: "opa" } } }];
    const home = {
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations": [{ webhooks }],
    };
    assert.deepEqual(onlyManifest(await exemptionsFrom(ids, home))["metadata"], {
      name: "config",
      namespace: "opa",
    });
    const config = onlyManifest(
      await exemptionsFrom(ids, {
        ...home,
        "/apis/config.gatekeeper.sh/v1alpha1/configs": [other, elsewhere, before_],
      }),
    );
    assert.deepEqual(config["metadata"], { name: "config", namespace: "opa" });
    assert.deepEqual(config["spec"], {
      sync: { syncOnly: [] },
      match: [...before_.spec.match, { excludedNamespaces: ["sonobuoy"], processes: ["webhook"] }],
    });
    const sources = configSources({ items: [config] });
    assert.equal(exempts(sources.slice(1), "sonobuoy"), true);
    assert.ok(sources.every((source) => !exempts([source], "dvs-1a2b3c4d")));
  });

  it("prints no manifest that could take away what cannot be read", async () => {
    const gatekeeper = ["gatekeeper-3.23.1:require-ro-rootfs/main-unset"];
    for (const [ids, hint] of [
      [gatekeeper, "gatekeeper-config-unreadable"],
      [["pod-security-admission:disallow-host-namespaces/hostpid"], "namespace-unreadable"],
    ] as const) {
      const [exemption, ...more] = await exemptionsFrom(ids, {}, {}, true);
      assert.deepEqual([exemption?.manifests, exemption?.hints, more], [[], [hint], []]);
    }
    const noList = { "/apis/config.gatekeeper.sh/v1alpha1/configs": ["a log-in page" as never] };
    assert.deepEqual((await exemptionsFrom(gatekeeper, noList))[0]?.manifests, []);
  });

  it("OpenShift: the constraint for any user id but root, for the ServiceAccount of the pods", async () => {
    const manifest = onlyManifest(
      await exemptionsFrom([
        "openshift-scc:require-run-as-non-root/user-0",
        "openshift-scc:require-non-root-groups/pod-fsgroup-0",
      ]),
    );
    assert.equal(manifest["kind"], "RoleBinding");
    assert.deepEqual(manifest["roleRef"], {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "ClusterRole",
      name: "system:openshift:scc:nonroot-v2",
    });
    assert.deepEqual(manifest["subjects"], [
      { kind: "ServiceAccount", name: "sonobuoy-serviceaccount", namespace: "sonobuoy" },
    ]);
  });

  it("ValidatingAdmissionPolicy: the binding named, those expected by the catalogue, and no other", async () => {
    const group = "/apis/admissionregistration.k8s.io/v1";
    const policy = (name: string, message: string) => ({
      metadata: { name },
      spec: { validations: [{ expression: "false", message }] },
    });
    const binding = (name: string, policyName: string, more: object = {}) => ({
      metadata: { name },
      spec: { policyName, validationActions: ["Deny"], ...more },
    });
    const outside = {
      matchResources: {
        namespaceSelector: { matchExpressions: [{ key: "team", operator: "NotIn", values: ["platform"] }] },
      },
    };
    const tenants = {
      matchResources: { namespaceSelector: { matchLabels: { team: "platform" } }, matchPolicy: "Exact" },
    };
    const [exemption] = await exemptionsFrom(["vap-default-reason"], {
      [`${group}/validatingadmissionpolicies`]: [
        policy("vap-default", "hostPID is not allowed here"),
        policy("ro", "root file system must be read-only: readOnlyRootFilesystem"),
        policy("sysctls", "unsafe sysctls are not allowed"),
        policy("gatekeeper-ro", "readOnlyRootFilesystem"),
      ],
      [`${group}/validatingadmissionpolicybindings`]: [
        binding("vap-default-b", "vap-default"),
        binding("ro-b", "ro", tenants),
        binding("ro-outside", "ro", outside),
        binding("ro-warns", "ro", { validationActions: ["Warn"] }),
        binding("sysctls-b", "sysctls"),
        binding("gatekeeper-ro-b", "gatekeeper-ro"),
      ],
    });
    const notIn = { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["sonobuoy"] };
    assert.deepEqual(
      exemption?.manifests.map(({ metadata, spec }) => [metadata, spec]),
      [
        [
          { name: "vap-default-b" },
          {
            policyName: "vap-default",
            validationActions: ["Deny"],
            matchResources: { namespaceSelector: { matchExpressions: [notIn] } },
          },
        ],
        [
          { name: "ro-b" },
          {
            policyName: "ro",
            validationActions: ["Deny"],
            matchResources: {
              namespaceSelector: { matchLabels: { team: "platform" }, matchExpressions: [notIn] },
              matchPolicy: "Exact",
            },
          },
        ],
      ],
    );
    assert.deepEqual(exemption?.hints, ["vap-expected"]);
  });

  it("has no template for other engines and says so", async () => {
    const [exemption] = await exemptionsFrom(["kubewarden"]);
    assert.deepEqual(exemption, {
      engine: "kubewarden",
      policies: ["psp-capabilities"],
      manifests: [],
      hints: ["webhook"],
    });
  });

  it("a quota that demands limits gets a LimitRange, one that is used up does not", async () => {
    assert.equal(onlyManifest(await exemptionsFrom(["quota-must-specify"]))["kind"], "LimitRange");
    assert.deepEqual(await exemptionsFrom(["quota-exceeded"]), []);
  });
});

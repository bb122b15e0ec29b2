import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { policies } from "#policies";
import { validatingAdmissionPolicy } from "../../enforcement/validating-admission-policy.ts";
import { apply, request, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { boundTo, nameOf, type Right, rightsOf } from "./access.ts";
import { assertNothingLeft, everything, runNamespaces } from "./everything.ts";
import { expectedUnder, rightsTakenAway, truth } from "./faults/expected.ts";
import { startHalfEnforced } from "./faults/half-enforced.ts";
import { assertCells, type Found, runUnder } from "./faults/run-under.ts";

/** Rights to read the configuration of engines that this site does not have: least-privilege.test.ts. */
const isOfAbsentEngine = ({ apiGroups: [group], resourceNames = [] }: Right) =>
  resourceNames.length > 0 || /kyverno\.io|gatekeeper\.sh|openshift\.io/.test(group);

const rights = rightsOf("access.yaml").filter((right) => !isOfAbsentEngine(right));
const withAll = "with-all";
const userWithout = (name: string) => `without-${name.replaceAll(/[^a-z]/g, "-")}`;

/** What a killed run left behind: its signs of life have ended. */
const killed = "0badcafe";
const labels = { "app.kubernetes.io/managed-by": "dvs", "dvs-run": killed };
const leftover = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: `dvs-${killed}`, labels } },
  {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: `dvs-${killed}`, namespace: `dvs-${killed}`, labels },
  },
];

const never = { matchLabels: { "musterstadt.example/never": "true" } };
const registration = "admissionregistration.k8s.io/v1";

/** What some facts are about: an engine with a version, and a policy whose binding leaves out every namespace. */
function somethingToRead(): object[] {
  const [policy] = validatingAdmissionPolicy(policies["disallow-privileged-containers"], "enforce");
  assert.ok(policy);
  return [
    { ...policy, metadata: { name: "disallow-privileged-nowhere" } },
    {
      apiVersion: registration,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: "disallow-privileged-nowhere" },
      spec: {
        policyName: "disallow-privileged-nowhere",
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: never },
      },
    },
    {
      apiVersion: registration,
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "kyverno-resource-validating-webhook-cfg" },
      webhooks: [
        {
          name: "validate.kyverno.svc-fail",
          clientConfig: { url: "https://127.0.0.1:1/validate" },
          namespaceSelector: never,
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
          failurePolicy: "Fail",
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
        },
      ],
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "kyverno", namespace: "default", labels: { "app.kubernetes.io/part-of": "kyverno" } },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: "kyverno" } },
        template: {
          metadata: { labels: { app: "kyverno" } },
          spec: { containers: [{ name: "kyverno", image: "registry.example/kyverno:v1.19.1" }] },
        },
      },
    },
  ];
}

/** Where the lack of a right must be named, and how. */
const named: Readonly<Record<string, (found: Found) => readonly [string, RegExp]>> = {
  "get namespaces": ({ problems }) => [problems.join("\n"), /dvs-\w+ is gone cannot be seen \(HTTP 403: /],
  "list namespaces": ({ problems }) => [
    problems.join("\n"),
    /^namespaces of earlier runs cannot be listed: HTTP 403/m,
  ],
  "create namespaces": ({ result }) => [
    result.run.cutShort ?? "",
    /^the namespace for the probes cannot be created/,
  ],
  "delete namespaces": ({ problems }) => [
    problems.join("\n"),
    /^the namespace dvs-\w+ could not be removed \(HTTP 403: .*kubectl delete namespace dvs-/m,
  ],
  "create serviceaccounts": ({ result }) => [
    result.run.cutShort ?? "",
    /^the ServiceAccount cannot be created/,
  ],
  "create serviceaccounts/token": ({ result }) => [
    result.run.cutShort ?? "",
    /^neither a token for the ServiceAccount nor impersonation is permitted/,
  ],
  "create pods": ({ result }) => [
    result.run.cutShort ?? "",
    /^the Role cannot be created.*: .*not currently held/,
  ],
  "create roles": ({ result }) => [result.run.cutShort ?? "", /^the Role cannot be created/],
  "create rolebindings": ({ result }) => [result.run.cutShort ?? "", /^the RoleBinding cannot be created/],
  "get leases": ({ problems }) => [
    problems.join("\n"),
    /^whether the run 0badcafe is alive cannot be seen \(HTTP 403: .* cannot get resource "leases"/m,
  ],
  "create leases": ({ said }) => [
    said.join("\n"),
    /no signs of life \(HTTP 403.* cannot create resource "leases"/,
  ],
  "patch leases": ({ said, problems }) => [
    [...said, ...problems].join("\n"),
    /no signs of life \(HTTP 403.* cannot patch resource "leases"/,
  ],
  "list nodes": ({ result }) => [JSON.stringify(result.site.nodes), /"unknown":"HTTP 403/],
  "list storageclasses": ({ result }) => [JSON.stringify(result.site.storageClasses), /"unknown":"HTTP 403/],
  "list validatingwebhookconfigurations": ({ result }) => [
    JSON.stringify(result.site.engines),
    /"unknown":"HTTP 403/,
  ],
  "list mutatingwebhookconfigurations": ({ result }) => [
    JSON.stringify(result.site.engines),
    /"unknown":"HTTP 403/,
  ],
  "list validatingadmissionpolicies": ({ result }) => [
    JSON.stringify(result.site.engines),
    /"unknown":"HTTP 403/,
  ],
  "list deployments": ({ said }) => [said.join("\n"), /^the version of kyverno is unknown: HTTP 403: /m],
  "list validatingadmissionpolicybindings": ({ said }) => [
    said.join("\n"),
    /^who is exempt is not known in full: HTTP 403: .* "validatingadmissionpolicybindings"/m,
  ],
};

describe("an operator who lacks a right", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let before_: readonly string[];
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    const users = [withAll, ...rights.map((right) => userWithout(nameOf(right)))];
    site = await startHalfEnforced(testbed, { name: "rights", users });
    for (const taken of rights) {
      const others = rights.filter((right) => right !== taken);
      await apply(site, boundTo(userWithout(nameOf(taken)), others));
    }
    await apply(site, [...boundTo(withAll, rights), ...somethingToRead()]);
    before_ = await everything(site);
  });
  after(() => testbed?.stop());

  it("is tried for every right of deploy/access.yaml", () => {
    assert.deepEqual(rights.map(nameOf).sort(), Object.keys(rightsTakenAway).sort());
    assert.deepEqual(Object.keys(named).sort(), Object.keys(rightsTakenAway).sort());
  });

  it("lacks nothing with all of them: nothing of the kind is said", async () => {
    const found = await runUnder(site.tokenKubeconfig(withAll), {}, 60);
    assertCells(found.cells, truth);
    for (const [name, where] of Object.entries(named)) {
      const [text, says] = where(found);
      assert.doesNotMatch(text, says, name);
    }
    assert.deepEqual(found.problems, []);
    assert.match(JSON.stringify(found.result.site.engines), /"version":"1\.19\.1"/);
    assert.match(JSON.stringify(found.result.vantages), /namespaceSelector of the binding/);
  });

  for (const name of Object.keys(rightsTakenAway)) {
    it(`${name}: the verdicts are those that were written down, and the lack is named`, async () => {
      // long enough for a sign of life, where it is those that are not permitted
      const settle = name === "patch leases" ? 5.5 : 0;
      const wait = name === "get namespaces" ? 60 : 0;
      if (name === "get leases") {
        await apply(site, leftover);
        await setTimeout(16_000);
      }
      const found = await runUnder(site.tokenKubeconfig(userWithout(name)), { settle }, wait);
      // in the way of later runs
      if (["delete namespaces", "get leases"].includes(name)) {
        if (name === "get leases") assert.ok((await runNamespaces(site)).includes(`dvs-${killed}`));
        for (const left of await runNamespaces(site))
          await request(site, `/api/v1/namespaces/${left}`, { method: "DELETE" });
      }
      assertCells(found.cells, expectedUnder(name));
      const [where, says] = named[name]?.(found) ?? [];
      assert.ok(where !== undefined && says !== undefined);
      assert.match(where, says);
      assert.doesNotMatch(
        JSON.stringify(found),
        new RegExp(`"${userWithout(name)}`),
        "who ran it is not told",
      );
    });
  }

  it("leaves nothing behind, but what they may not remove", async () => {
    await assertNothingLeft(site, before_);
  });
});

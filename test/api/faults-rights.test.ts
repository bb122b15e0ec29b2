import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { apply, request, type Site, startTestbed, type Testbed } from "../../testbed/index.ts";
import { assertNothingLeft, everything, runNamespaces } from "./everything.ts";
import { expectedUnder, rightsTakenAway } from "./faults/expected.ts";
import { startHalfEnforced } from "./faults/half-enforced.ts";
import { assertCells, type Found, runUnder } from "./faults/run-under.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}
interface Right extends Rule {
  readonly resources: readonly [string];
  readonly verbs: readonly [string];
}

const nameOf = ({ verbs: [verb], resources: [resource] }: Right) => `${verb} ${resource}`;

/** The rights that the documentation asks an operator for, one by one. */
function documentedRights(): Right[] {
  const text = readFileSync(join(import.meta.dirname, "../../docs/operators.md"), "utf8");
  const block = /```yaml\n(apiVersion: rbac[\s\S]*?)```/.exec(text)?.[1];
  assert.ok(block);
  const { rules }: { rules: Rule[] } = parse(block);
  return rules.flatMap(({ resources, verbs, ...rest }) =>
    resources.flatMap((resource) =>
      verbs.map((verb): Right => ({ ...rest, resources: [resource], verbs: [verb] })),
    ),
  );
}

/** Rights for engines that this site does not have: whether they are there makes no difference here. */
const isOfAbsentEngine = ({ apiGroups, resourceNames = [] }: Right) =>
  resourceNames.length > 0 || apiGroups.some((group) => /kyverno\.io|gatekeeper\.sh/.test(group));

const rights = documentedRights().filter((right) => !isOfAbsentEngine(right));
const userWithout = (name: string) => `without-${name.replaceAll(/[^a-z]/g, "-")}`;

/** Where the lack of a right must be named, and how. Nothing is there to be said where no other run is to be seen. */
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
};

describe("an operator who lacks a right", function () {
  this.timeout("30m");
  let testbed: Testbed;
  let site: Site;
  let before_: readonly string[];
  before(async () => {
    testbed = await startTestbed({ onProgress: (line) => console.log(`    ${line}`) });
    const users = rights.map((right) => userWithout(nameOf(right)));
    site = await startHalfEnforced(testbed, { name: "rights", users });
    const group = "rbac.authorization.k8s.io";
    for (const taken of rights) {
      const metadata = { name: userWithout(nameOf(taken)) };
      const rules = rights.filter((right) => right !== taken);
      await apply(site, [
        { apiVersion: `${group}/v1`, kind: "ClusterRole", metadata, rules },
        {
          apiVersion: `${group}/v1`,
          kind: "ClusterRoleBinding",
          metadata,
          roleRef: { apiGroup: group, kind: "ClusterRole", name: metadata.name },
          subjects: [{ apiGroup: group, kind: "User", name: metadata.name }],
        },
      ]);
    }
    before_ = await everything(site);
  });
  after(() => testbed?.stop());

  it("is tried for every right of the documentation", () => {
    assert.deepEqual(rights.map(nameOf).sort(), Object.keys(rightsTakenAway).sort());
  });

  for (const name of Object.keys(rightsTakenAway)) {
    it(`${name}: the verdicts are those that were written down, and the lack is named`, async () => {
      // long enough for a sign of life, where it is those that are not permitted
      const settle = name === "patch leases" ? 5.5 : 0;
      const wait = name === "get namespaces" ? 60 : 0;
      const found = await runUnder(site.tokenKubeconfig(userWithout(name)), { settle }, wait);
      // in the way of later runs
      if (name === "delete namespaces") {
        for (const left of await runNamespaces(site))
          await request(site, `/api/v1/namespaces/${left}`, { method: "DELETE" });
      }
      assertCells(found.cells, expectedUnder(name));
      const [where, says] = named[name]?.(found) ?? ["", /^/];
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

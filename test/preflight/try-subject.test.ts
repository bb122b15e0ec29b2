import assert from "node:assert/strict";
import { trySubject } from "../../preflight/try-subject.ts";
import { answering, limits, pod, recorded, triedWith } from "./recorded.ts";

const as = { namespace: "sonobuoy", name: "sonobuoy-serviceaccount" };

describe("preflight/try-subject", () => {
  it("tells what was refused from what could not be tried", async () => {
    /** Written down before anything ran. */
    const expected = {
      "vap-default-reason": "refused",
      "kyverno-1.8": "refused",
      kubewarden: "refused",
      "openshift-scc:require-run-as-non-root/user-0": "refused",
      "quota-exceeded": "refused",
      "limitrange-max": "refused",
      // the rule is broken, but it would refuse the real pod as well
      "vap-missing-param": "refused",
      "namespace-missing": "untried",
      "namespace-terminating": "untried",
      rbac: "untried",
      "webhook-unreachable": "untried",
      "dry-run-unsupported": "untried",
      "serviceaccount-missing": "untried",
      "openshift-scc:namespace-without-ranges": "untried",
    };
    const found: Record<string, string> = {};
    for (const id of Object.keys(expected)) found[id] = (await triedWith(id)).answer.kind;
    assert.deepEqual(found, expected);
  });

  it("tries the pod with the namespace's default ServiceAccount if its own is not there yet", async () => {
    const operator = answering(({ body }) =>
      JSON.stringify(body).includes('"default"') ? undefined : recorded("serviceaccount-missing"),
    );
    const { answer, instead } = await trySubject(pod, { operator, as: () => operator }, limits);
    assert.deepEqual({ answer, instead }, { answer: { kind: "admitted" }, instead: "v-none/ghost" });
    assert.ok(operator.heard.every(({ method, query }) => method === "POST" && query?.["dryRun"] === "All"));
  });

  it("is tried by its maker; as the operator only where that is not permitted", async () => {
    const refusing = answering(() => recorded("vap-default-reason"));
    const operator = answering(() => undefined);
    const subject = { ...pod, as };
    const own = await trySubject(subject, { operator, as: () => refusing }, limits);
    assert.equal(own.answer.kind, "refused");
    assert.equal(own.notAs, undefined);
    assert.equal(operator.heard.length, 0);

    const forbidden = answering(() => ({
      code: 403,
      message:
        'serviceaccounts "sonobuoy-serviceaccount" is forbidden: User "anna" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "sonobuoy"',
    }));
    const other = await trySubject(subject, { operator, as: () => forbidden }, limits);
    assert.equal(other.answer.kind, "admitted");
    assert.equal(other.notAs, "system:serviceaccount:sonobuoy:sonobuoy-serviceaccount");
  });
});

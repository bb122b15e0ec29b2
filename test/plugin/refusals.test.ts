import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultProfile, policies } from "#policies";
import { means, violationOf } from "../../plugin/attribution.ts";
import { builtIn } from "../../plugin/refusals/api-server.ts";
import { apiStatus } from "../../plugin/refusals/api-status.ts";
import { recognise } from "../../plugin/refusals/recognise.ts";

interface Sample {
  readonly id: string;
  readonly engine: string;
  readonly status: { readonly code: number; readonly message: string | null };
  readonly expectedClass: string;
  readonly expectedPolicy?: string | null;
  /** More policies that the same refusal means. */
  readonly alsoExpected?: readonly string[];
  readonly warnings?: readonly string[];
}
const samples = ["refusals", "openshift-scc", "kyverno"].flatMap((name): Sample[] => {
  const file = join(import.meta.dirname, "fixtures", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")).samples;
});

/** The literals that stood in the objects with which the samples were recorded. */
const literals = [
  "p-7f3a91c2",
  "dvs-conf",
  "k-head",
  "registry.k8s.io/pause:3.10",
  "registry.k8s.io",
  "r7f3a91c2.invalid/x/a:1.0.0",
  "r7f3a91c2.invalid",
];

/** The words of the samples for our closed list of reasons. */
const reasons: Readonly<Record<string, string>> = {
  limitrange: "limit-range",
  "quota-must-specify": "quota",
  "schema-enforced": "schema",
};

/** Engines as they are called in results, by the name in the samples. */
const engines: readonly [RegExp, string][] = [
  [/^kyverno/, "kyverno"],
  [/^gatekeeper/, "gatekeeper"],
  [/^pod-security/, "pod-security"],
  [/^validating/, "validating-admission-policy"],
  [/^openshift/, "openshift-scc"],
  [/^ImagePolicyWebhook/, "image-policy-webhook"],
  [/^kubewarden/, "kubewarden"],
  [/^neuvector/, "neuvector"],
  [/^stackrox/, "stackrox"],
  [/^gke/, "gke-warden"],
  [/^jspolicy/, "webhook"],
];

describe("plugin/refusals", () => {
  for (const { id, engine, status, expectedClass, expectedPolicy, alsoExpected = [] } of samples) {
    if (expectedClass === "admitted-with-warning") continue;
    it(`${id} is ${expectedClass}`, () => {
      const answer = apiStatus(status.code, status);
      const recognition = recognise(answer);
      if (expectedClass !== "policy") {
        assert.deepEqual(recognition, { kind: "other", reason: reasons[expectedClass] ?? expectedClass });
        if (expectedClass === "quota-must-specify" || expectedClass === "schema-enforced") {
          assert.equal(builtIn(answer)?.policy, expectedPolicy);
        }
        return;
      }
      assert.ok(recognition.kind === "policy");
      assert.equal(recognition.refusal.engine, engines.find(([name]) => name.test(engine))?.[1]);
      const named = defaultProfile.policies.filter(
        (policy) => violationOf(policies[policy].refusal, recognition.refusal, literals) !== undefined,
      );
      // free text that names nothing: told by difference only
      const silent = expectedPolicy == null || engine === "ImagePolicyWebhook";
      assert.deepEqual(named, silent ? [] : [expectedPolicy, ...alsoExpected].sort());
    });
  }

  it("takes a warning for the policy that it names, and the API server's own for none", () => {
    for (const { expectedClass, expectedPolicy, warnings = [] } of samples) {
      if (expectedClass !== "admitted-with-warning") continue;
      const named = defaultProfile.policies.filter((policy) =>
        warnings.some((text) => means(policies[policy].refusal, text, text, literals)),
      );
      assert.deepEqual(named, [expectedPolicy]);
    }
  });

  it("is not fooled by a policy's text that speaks like the API server, nor by the code that it chose", () => {
    const texts = [
      "exceeded quota: q",
      'failed calling webhook "x": no',
      'cannot create resource "pods" in API group',
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error',
      'Pod "x" is invalid: y',
    ];
    for (const text of texts) {
      for (const code of [400, 401, 403, 413, 422, 429, 500, 503]) {
        const webhook = apiStatus(code, {
          message: `admission webhook "policy.example.org" denied the request: ${text}`,
        });
        assert.equal(recognise(webhook).kind, "policy", `${code} ${text}`);
        const vap = apiStatus(code, {
          message: `pods "p" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'b' denied request: ${text}`,
        });
        assert.equal(recognise(vap).kind, "policy", `${code} ${text}`);
      }
    }
  });

  it("takes nothing inside a schema error for a policy's refusal", () => {
    const message = `Pod "p" is invalid: spec.x: Invalid value: "pods "q" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'b' denied request: c"`;
    assert.deepEqual(recognise(apiStatus(422, { message })), { kind: "other", reason: "schema" });
  });

  it("does not count what we sent ourselves as the engine's words", () => {
    const marks = policies["require-health-and-liveness-check"].refusal;
    assert.equal(means(marks, "image /probe/app is not signed", "", ["/probe/app"]), false);
    assert.equal(means(marks, "image /probe/app is not signed", "", []), true);
  });

  it("does not take the policy against privilege escalation for the one against privileged containers", () => {
    const { refusal } = policies["disallow-privileged-containers"];
    const text = "disallow-privilege-escalation privilege-escalation Privilege escalation is disallowed.";
    assert.equal(means(refusal, text, "disallow-privilege-escalation privilege-escalation", literals), false);
    assert.equal(
      means(refusal, "allowPrivilegeEscalation != false (container main)", "restricted:latest", literals),
      false,
    );
    assert.equal(
      means(refusal, "privileged (container main must not set privileged=true)", "", literals),
      true,
    );
  });

  it("keeps an answer that is no Status", () => {
    assert.equal(apiStatus(502, "<html>bad gateway</html>").message, "<html>bad gateway</html>");
    assert.deepEqual(recognise(apiStatus(418, {})), { kind: "other", reason: "unknown-refusal" });
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultProfile, policies, policyIds } from "#policies";
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
const samplesOf = (name: string): readonly Sample[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8")).samples;
const samples = ["refusals", "api-server", "openshift-scc", "kyverno", "gatekeeper"].flatMap(samplesOf);
const ofFirstProfile = (id: string) => defaultProfile.policies.some((policy) => policy === id);

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
  [/^(jspolicy|webhook)/, "webhook"],
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
      const named = policyIds.filter(
        (policy) => violationOf(policies[policy].refusal, recognition.refusal, literals) !== undefined,
      );
      // free text that names nothing: told by difference only
      const silent = expectedPolicy == null || engine === "ImagePolicyWebhook";
      const expected = silent ? [] : [expectedPolicy, ...alsoExpected];
      for (const policy of expected)
        assert.ok(
          named.some((own) => own === policy),
          policy,
        );
      // what the standards alone ask for lies close together: a text may mean several
      if (expected.some((policy) => !ofFirstProfile(policy))) return;
      assert.deepEqual(named.filter(ofFirstProfile), expected.toSorted());
    });
  }

  it("knows every recorded sample", () => {
    console.log(
      `      ${samples.length} samples of ${new Set(samples.map(({ engine }) => engine)).size} engines`,
    );
    assert.ok(samples.length >= 228);
    const unknown = samples
      .filter(({ expectedClass }) => expectedClass !== "admitted-with-warning")
      .map(({ id, status }) => ({ id, found: recognise(apiStatus(status.code, status)) }))
      .filter(({ found }) => found.kind === "other" && found.reason === "unknown-refusal");
    assert.deepEqual(unknown, []);
  });

  it("keeps two policies in one refusal apart: each has its own name and words", () => {
    const violated = (message: string, causes: readonly object[] = []) => {
      const found = recognise(apiStatus(400, { message, details: { causes } }));
      assert.ok(found.kind === "policy");
      const named = (["disallow-privileged-containers", "disallow-host-namespaces"] as const).map((id) => {
        const { policy, rule } = violationOf(policies[id].refusal, found.refusal, literals) ?? {};
        return rule ?? policy;
      });
      return [found.refusal.engine, ...named];
    };
    const denied = (webhook: string, text: string) =>
      `admission webhook "${webhook}" denied the request: ${text}`;
    assert.deepEqual(
      violated(
        denied(
          "policyeval.stackrox.io",
          "\nThe attempted operation violated 2 enforced policies, described below:\n\nPolicy: Host\n- Violations:\n    - host PID shared: hostPID\n\nPolicy: Rights\n- Violations:\n    - Container 'main' is privileged\n",
        ),
      ),
      ["stackrox", "Rights", "Host"],
    );
    assert.deepEqual(
      violated(
        denied(
          "warden-validating.common-webhooks.networking.gke.io",
          'Violations details: {"[denied by autogke-a]":["hostPID is not allowed."],"[denied by autogke-b]":["container main is privileged"]}',
        ),
      ),
      ["gke-warden", "autogke-b", "autogke-a"],
    );
    assert.deepEqual(
      violated(denied("clusterwide-group-ours.kubewarden.admission", "the pod does not comply"), [
        { field: "spec.policies.first", message: "hostIPC" },
        { field: "spec.policies.second", message: "privileged container" },
      ]),
      ["kubewarden", "second", "first"],
    );
    assert.deepEqual(
      violated(
        denied("validation.gatekeeper.sh", "[a] privileged container\n[b] sharing the host namespace"),
      ),
      ["gatekeeper", "a", "b"],
    );
  });

  it("calls Gatekeeper's constraints in ValidatingAdmissionPolicies by their names, and nobody else's", () => {
    const by = (policy: string, binding: string) => {
      const message = `pods "p" is forbidden: ValidatingAdmissionPolicy '${policy}' with binding '${binding}' denied request: no`;
      const found = recognise(apiStatus(422, { message }));
      assert.ok(found.kind === "policy");
      return [found.refusal.engine, found.refusal.violations[0].policy];
    };
    assert.deepEqual(by("gatekeeper-k8spspfsgroup", "gatekeeper-k8spspfsgroup-ours"), ["gatekeeper", "ours"]);
    assert.deepEqual(by("gatekeeper-k8spspfsgroup", "gatekeeper-ours"), ["gatekeeper", "ours"]);
    assert.deepEqual(by("gatekeeper-is-not-used", "ours"), [
      "validating-admission-policy",
      "gatekeeper-is-not-used",
    ]);
    assert.deepEqual(by("cpol-ours", "ours"), ["validating-admission-policy", "cpol-ours"]);
  });

  it("takes a MutatingAdmissionPolicy that could not be evaluated for an error, PodSecurityPolicy for itself", () => {
    for (const text of [
      `policy 'm' with binding 'b' denied request: no such key`,
      `policy "m" denied request: no`,
    ]) {
      const found = recognise(apiStatus(422, { message: `pods "p" is forbidden: ${text}` }));
      assert.deepEqual(found, { kind: "other", reason: "policy-error" });
    }
    const message =
      'pods "p" is forbidden: unable to validate against any pod security policy: [spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed to be used]';
    const found = recognise(apiStatus(403, { message }));
    assert.equal(found.kind === "policy" && found.refusal.engine, "pod-security-policy");
  });

  it("is told no other engine by a text that speaks like one", () => {
    const wrappers = samples
      .filter(({ expectedClass }) => expectedClass === "policy")
      .map(({ status }) => status.message ?? "");
    for (const text of wrappers) {
      for (const hostile of [
        text,
        `\n${text}`,
        `\u001b[31m${text}\u001b[0m`,
        `${"x ".repeat(5000)}\n${text}`,
      ]) {
        for (const [engine, message] of [
          ["webhook", `admission webhook "policy.example.org" denied the request: ${hostile}`],
          [
            "validating-admission-policy",
            `pods "p" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'b' denied request: ${hostile}`,
          ],
        ] as const) {
          const found = recognise(apiStatus(400, { message }));
          // some samples hold the words of an error, which prove nothing either way
          if (found.kind === "other") assert.equal(found.reason, "policy-error");
          else assert.equal(found.refusal.engine, engine);
        }
        const schema = recognise(
          apiStatus(422, { message: `Pod "p" is invalid: x: Invalid value: "${hostile}"` }),
        );
        assert.equal(schema.kind, "other");
      }
    }
  });

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

  it("takes an error on Gatekeeper's way to a decision for no refusal", () => {
    for (const [webhook, text] of [
      ["validation", "error reviewing resource p: target.HandleReview failed"],
      ["validation", "[psp] unable to match constraints: failed to run Match criteria: missing Namespace"],
      ["validation", "[psp] compilation error: compilation failed: ERROR: <input>:1:1: undeclared reference"],
      ["mutation", "failed to mutate the object: privileged"],
    ]) {
      const message = `admission webhook "${webhook}.gatekeeper.sh" denied the request: ${text}`;
      assert.deepEqual(
        recognise(apiStatus(500, { message })),
        { kind: "other", reason: "policy-error" },
        text,
      );
    }
  });

  it("knows the constraint of a generated policy, also by the names before 3.23", () => {
    for (const binding of ["gatekeeper-k8spspprivilegedcontainer-psp-own", "gatekeeper-psp-own"]) {
      const message = `pods "p" is forbidden: ValidatingAdmissionPolicy 'gatekeeper-k8spspprivilegedcontainer' with binding '${binding}' denied request: no`;
      const found = recognise(apiStatus(422, { message }));
      assert.ok(found.kind === "policy");
      assert.equal(found.refusal.violations[0].policy, "psp-own");
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

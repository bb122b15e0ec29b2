import assert from "node:assert/strict";
import {
  type JsonObject,
  type Policy,
  type PolicyId,
  type ProbeValues,
  policies,
  probeObject,
  probesOf,
} from "#policies";
import type { Outcome } from "#results";
import type { Attempt } from "../../plugin/attempt.ts";
import { classify } from "../../plugin/classify.ts";
import { apiStatus } from "../../plugin/refusals/api-status.ts";

const values: ProbeValues = {
  name: "p-0a0b0c0d",
  namespace: "dvs-0a0b0c0d",
  serviceAccount: "dvs",
  image: "registry.k8s.io/pause:3.10",
  foreignImage: "r7f3a91c2.invalid/x/a:1.0.0",
  gid: 100_000,
  minGid: 1000,
  overlays: [],
};
const sentBy = (id: PolicyId, variant: string): JsonObject => {
  const probe = probesOf(policies[id]).find((candidate) => candidate.id === `${id}/${variant}`);
  assert.ok(probe);
  return probeObject(probe, values);
};
const accepted = (object: unknown = { kind: "Pod" }, ...warnings: string[]): Attempt => ({
  kind: "accepted",
  object,
  warnings,
});
const denied = (code: number, message: string): Attempt => ({
  kind: "denied",
  status: apiStatus(code, { message }),
});
const webhook = (text: string): Attempt =>
  denied(400, `admission webhook "policy.example.org" denied the request: ${text}`);

/** What an answer means for a policy; the control was admitted unless something else is given. */
function outcome(
  id: PolicyId,
  variant: string,
  answer: Attempt,
  control: Attempt = accepted(),
  {
    failurePolicy = "Fail",
    baseline = accepted(),
    entails,
  }: { failurePolicy?: string; baseline?: Attempt; entails?: Policy } = {},
): Outcome {
  return classify(answer, {
    policy: policies[id],
    parameters: id === "restrict-image-registries" ? { allowedRegistries: ["registry.k8s.io"] } : {},
    sent: sentBy(id, variant),
    literals: [
      values.name,
      values.namespace,
      values.image,
      values.foreignImage,
      "registry.k8s.io",
      "r7f3a91c2.invalid",
    ],
    control,
    baseline,
    ...(entails && { entails }),
    failurePolicies: new Map([["policy.example.org", failurePolicy]]),
  });
}
const attribution = (found: Outcome) => (found.kind === "refused" ? found.attribution : found.kind);

describe("plugin/classify", () => {
  it("weighs message and control: who refused, and did it mean this policy", () => {
    const named = webhook("read-only root file system required");
    const silent = webhook("policy violated");
    const cases: readonly [string, Attempt, Attempt, string][] = [
      ["control admitted, message names it", named, accepted(), "both"],
      ["control admitted, message silent", silent, accepted(), "difference"],
      ["control refused by something else", named, webhook("label missing"), "message"],
      ["control refused by the same policy", named, named, "control-too"],
      ["control refused, message silent", silent, webhook("label missing"), "control-refused"],
      [
        "control refused by a quota, message names it",
        named,
        denied(403, 'pods "p" is forbidden: exceeded quota: q'),
        "message",
      ],
      [
        "control refused by a quota, message silent",
        silent,
        denied(403, 'pods "p" is forbidden: exceeded quota: q'),
        "inconclusive",
      ],
    ];
    for (const [name, answer, control, expected] of cases) {
      assert.equal(attribution(outcome("require-ro-rootfs", "main-false", answer, control)), expected, name);
    }
  });

  it("does not take a policy that names itself against the compliant pod too for one that enforces", () => {
    const freeze = webhook("change freeze: privileged pods are reviewed by hand");
    assert.equal(
      attribution(outcome("disallow-privileged-containers", "main", freeze, freeze, { baseline: freeze })),
      "control-refused",
    );
    assert.equal(
      attribution(outcome("disallow-privileged-containers", "main", freeze, freeze)),
      "control-too",
    );
  });

  it("counts the rule about what the control has to have, in a profile with both policies", () => {
    const escalation = webhook("Privilege escalation is disallowed");
    const both = webhook("Privilege escalation is disallowed; privileged mode is disallowed");
    const entails = policies["disallow-privilege-escalation"];
    const of = (answer: Attempt, control: Attempt, more: Parameters<typeof outcome>[4] = { entails }) =>
      attribution(outcome("disallow-privileged-containers", "main", answer, control, more));
    assert.equal(of(escalation, escalation), "entailed");
    assert.equal(of(both, escalation), "message");
    // in a profile that does not ask for the other policy, or where something else refuses the control
    assert.equal(of(escalation, escalation, {}), "control-refused");
    assert.equal(of(escalation, webhook("label missing")), "control-refused");
    assert.equal(of(webhook("label missing"), escalation), "control-refused");
    // a rule that speaks so against the compliant pod too is about something else
    assert.equal(of(escalation, escalation, { entails, baseline: escalation }), "control-refused");
    assert.equal(of(escalation, accepted()), "difference");
  });

  it("keeps what a list of rules says apart from the one that could not be evaluated", () => {
    const list = denied(
      400,
      "admission webhook \"validate.kyverno.svc-fail\" denied the request: \n\nresource Pod/n/p was blocked due to the following policies \n\nrestrict-image-registries:\n  validate-registries: unknown registry\nverify-image:\n  signature: 'failed to fetch image descriptor: no such host'\n",
    );
    assert.equal(attribution(outcome("restrict-image-registries", "main-unknown-registry", list)), "both");
    assert.equal(
      attribution(outcome("require-ro-rootfs", "main-false", webhook("read-only root: dial tcp: refused"))),
      "inconclusive",
    );
  });

  it("does not hold a container that the platform injected against the tenant", () => {
    const sent = sentBy("require-ro-rootfs", "main-false");
    const text = JSON.stringify(sent).replace(
      '"readOnlyRootFilesystem":false',
      '"readOnlyRootFilesystem":true',
    );
    const returned = JSON.parse(text);
    returned.spec.containers.push({ name: "mesh-proxy", image: "registry.k8s.io/mesh:1" });
    assert.equal(outcome("require-ro-rootfs", "main-false", accepted(returned)).kind, "mutated");
  });

  it("does not take a warning that every pod gets for one that means the policy", () => {
    const handbook = "see the handbook: read-only root file systems, probes, limits";
    const sent = sentBy("require-ro-rootfs", "main-false");
    const warnedControl = accepted({ kind: "Pod" }, handbook);
    assert.equal(
      outcome("require-ro-rootfs", "main-false", accepted(sent, handbook), warnedControl).kind,
      "admitted",
    );
    assert.equal(outcome("require-ro-rootfs", "main-false", accepted(sent, handbook)).kind, "warned");
  });

  it("lets an image's refusal count in full only if it names the facet", () => {
    const variant = "main-unknown-registry";
    assert.equal(
      attribution(outcome("restrict-image-registries", variant, webhook("unknown registry"))),
      "both",
    );
    assert.equal(
      attribution(outcome("restrict-image-registries", variant, webhook("image is not signed"))),
      "probable",
    );
    const lookup = webhook("failed to fetch image descriptor: no such host");
    assert.deepEqual(outcome("restrict-image-registries", variant, lookup).kind, "inconclusive");
  });

  it("says that a webhook lets everything pass while it is down", () => {
    const found = outcome("require-ro-rootfs", "main-false", webhook("no"), accepted(), {
      failurePolicy: "Ignore",
    });
    assert.ok(found.kind === "refused");
    assert.deepEqual(found.by, {
      engine: "webhook",
      policy: "policy.example.org",
      webhook: "policy.example.org",
      failOpen: true,
    });
  });

  it("takes a pod that came back compliant for mutated, with what was changed", () => {
    const sent = sentBy("require-ro-rootfs", "main-false");
    const returned = JSON.parse(
      JSON.stringify(sent).replace('"readOnlyRootFilesystem":false', '"readOnlyRootFilesystem":true'),
    );
    assert.deepEqual(outcome("require-ro-rootfs", "main-false", accepted(returned)), {
      kind: "mutated",
      changes: [
        { op: "replace", path: "/spec/containers/0/securityContext/readOnlyRootFilesystem", value: true },
      ],
    });
    assert.deepEqual(outcome("require-ro-rootfs", "main-false", accepted(sent)), { kind: "admitted" });
  });

  it("accepts an assigned user for runAsNonRoot, but only if the platform assigned it", () => {
    const withUser = (variant: string) => {
      const sent = sentBy("require-run-as-non-root", variant);
      const returned = JSON.parse(
        JSON.stringify(sent).replace('"runAsGroup"', '"runAsUser":1000680000,"runAsGroup"'),
      );
      return outcome("require-run-as-non-root", variant, accepted(returned)).kind;
    };
    assert.equal(withUser("unset"), "mutated");
    assert.equal(withUser("pod-false"), "mutated");
    const own = sentBy("require-run-as-non-root", "unset-with-uid");
    assert.equal(outcome("require-run-as-non-root", "unset-with-uid", accepted(own)).kind, "admitted");
  });

  it("never reads an answer without the object as compliance", () => {
    for (const object of [
      {},
      null,
      "",
      { kind: "Status", status: "Success" },
      { spec: {} },
      { kind: "Pod", spec: { containers: [] } },
    ]) {
      for (const id of ["require-ro-rootfs", "require-limits-and-requests"] as const) {
        const variant = id === "require-ro-rootfs" ? "main-false" : "no-resources";
        assert.equal(
          outcome(id, variant, accepted(object)).kind,
          "inconclusive",
          `${id} ${JSON.stringify(object)}`,
        );
      }
    }
  });

  it("hears a policy's warning, not the API server's own", () => {
    const id = "restrict-apparmor";
    const deprecated =
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]: deprecated since v1.30; use the "appArmorProfile" field instead';
    const sent = sentBy(id, "annotation-unconfined");
    assert.equal(outcome(id, "annotation-unconfined", accepted(sent, deprecated)).kind, "admitted");
    const policy = 'would violate PodSecurity "baseline:latest": forbidden AppArmor profile';
    assert.deepEqual(outcome(id, "annotation-unconfined", accepted(sent, deprecated, policy)), {
      kind: "warned",
      message: policy,
    });
    assert.equal(
      outcome(id, "annotation-unconfined", accepted(sent, "would violate PodSecurity: hostPID")).kind,
      "admitted",
    );
  });

  it("takes a quota that demands limits for the policy about limits, and for no other", () => {
    const quota = denied(403, 'pods "p" is forbidden: failed quota: q: must specify limits.memory for: main');
    assert.equal(attribution(outcome("require-limits-and-requests", "no-resources", quota)), "both");
    assert.equal(attribution(outcome("require-ro-rootfs", "main-false", quota)), "inconclusive");
  });

  it("believes the API server alone that privileged mode is switched off, whatever others quote", () => {
    const said = "spec.containers[0].securityContext.privileged: Forbidden: disallowed by cluster policy";
    const own = denied(422, `Pod "p" is invalid: ${said}`);
    const id = "disallow-privileged-containers";
    assert.equal(attribution(outcome(id, "main", own, own)), "both");
    const quoted = denied(
      422,
      `pods "p" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'a' denied request: ${said}`,
    );
    assert.equal(attribution(outcome(id, "main", quoted, quoted)), "control-too");
  });

  it("passes on what failed", () => {
    const failed: Attempt = { kind: "failed", reason: "timeout", message: "no answer within 10 s" };
    assert.deepEqual(outcome("require-ro-rootfs", "main-false", failed), {
      kind: "inconclusive",
      reason: "timeout",
      message: "no answer within 10 s",
    });
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { policies, policyIds, probeObject, probesOf, probeValues } from "#policies";
import { means, violationOf } from "../../plugin/attribution.ts";
import { apiStatus } from "../../plugin/refusals/api-status.ts";
import { recognise } from "../../plugin/refusals/recognise.ts";
import { literalsOf } from "../../plugin/try-probes.ts";

/** What would mean a policy if an engine said it: sites name their namespaces, labels and registries like that. */
const words = [
  ...policyIds.flatMap((id) => policies[id].refusal.names),
  ...[
    "privileged",
    "hostpid",
    "sysctls",
    "probes",
    "liveness",
    "registry",
    "selinux",
    "apparmor",
    "image-tag",
  ],
  ...[
    "capabilities",
    "read-only-root-filesystem",
    "fsgroup",
    "runasuser",
    "proc-mount",
    "gid",
    "pull-policy",
  ],
];
const part = fc.constantFrom(...words, "team", "a", "musterstadt", "7f3a");
/** A literal as sites choose them, with at least one word by which a policy could be meant. */
const literal = fc
  .tuple(fc.array(part, { maxLength: 2 }), fc.constantFrom(...words), fc.array(part, { maxLength: 2 }))
  .chain(([before, word, after]) =>
    fc.constantFrom("-", ".", "/", "_").map((separator) => [...before, word, ...after].join(separator)),
  );

/** How engines write what they quote. */
const rewritten = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constant(text),
    fc.constant(text.toUpperCase()),
    fc.constant(text[0]?.toUpperCase() + text.slice(1)),
    fc
      .tuple(fc.nat(text.length - 1), fc.constantFrom("\n", "\r\n", "\n    ", "\\n"))
      .map(([at, gap]) => text.slice(0, at + 1) + gap + text.slice(at + 1)),
    fc
      .tuple(fc.integer({ min: 3, max: Math.max(3, text.length) }), fc.constantFrom("...", "\u2026"))
      .map(([length, dots]) => text.slice(0, length) + dots),
    fc.integer({ min: 3, max: Math.max(3, text.length) }).map((length) => `...${text.slice(-length)}`),
  );

/** Texts of engines that mean no policy, around what they quote. */
const texts = [
  (quoted: string) => `pod ${quoted} is not signed`,
  (quoted: string) => `["${quoted}"] is unknown to the change board (${quoted})`,
  (quoted: string) => `no: ${quoted}, please ask your administrator`,
];

const named = (message: string, literals: readonly string[]): string[] => {
  const found = recognise(apiStatus(400, { message }));
  return found.kind === "policy"
    ? policyIds.filter((id) => violationOf(policies[id].refusal, found.refusal, literals) !== undefined)
    : [];
};

/** All texts in an object, without the names of its fields. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

describe("redaction", () => {
  it("lets nothing that we sent mean a policy, however an engine writes it", () => {
    fc.assert(
      fc.property(
        literal.chain((sent) => fc.tuple(fc.constant(sent), rewritten(sent))),
        fc.constantFrom(...texts),
        ([sent, quoted], text) => {
          for (const message of [
            `admission webhook "policy.example.org" denied the request: ${text(quoted)}`,
            `pods "p" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'b' denied request: ${text(quoted)}`,
            `admission webhook "validation.gatekeeper.sh" denied the request: [ours] ${text(quoted)}`,
          ])
            assert.deepEqual(named(message, [sent]), [], message);
          const warned = policyIds.filter((id) =>
            means(policies[id].refusal, text(quoted), text(quoted), [sent]),
          );
          assert.deepEqual(warned, []);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("leaves an engine's own words, whatever was sent beside them", () => {
    const said: readonly (readonly [(typeof policyIds)[number], string])[] = [
      ["disallow-privileged-containers", "privileged containers are not permitted"],
      ["restrict-image-registries", "unknown registry"],
      ["imagepullpolicy-always", "an image tag is required"],
      ["require-limits-and-requests", "resource limits are missing"],
    ];
    fc.assert(
      fc.property(
        fc.array(
          literal.filter((sent) => /[-./_]/.test(sent)),
          { maxLength: 4 },
        ),
        fc.constantFrom(...said),
        (sent, [id, text]) => {
          const message = `admission webhook "policy.example.org" denied the request: ${text}`;
          fc.pre(!sent.some((one) => text.includes(one)));
          assert.deepEqual(named(message, sent), [id]);
        },
      ),
    );
  });

  it("brings no words closer to each other by what it takes out", () => {
    const sent = "x".repeat(60);
    const message = `admission webhook "policy.example.org" denied the request: tag ${sent} latest`;
    assert.deepEqual(named(message, [sent]), []);
    assert.deepEqual(named(message.replace(sent, ""), []), ["imagepullpolicy-always"]);
  });

  it("is not held up by many empty lines after what begins like a name of ours", () => {
    const { refusal } = policies["disallow-privileged-containers"];
    const text = `dvs-6c045100 is refused. d${"\n".repeat(32)}see above`;
    const started = performance.now();
    assert.equal(means(refusal, text, "", ["dvs-6c045100"]), false);
    assert.ok(performance.now() - started < 1000);
  });

  it("leaves nothing of what a probe sends that would mean another policy than its own", () => {
    const values = probeValues({
      name: "p-0a0b0c0d",
      namespace: "dvs-0a0b0c0d",
      serviceAccount: "dvs-0a0b0c0d",
      image: "registry.k8s.io/pause:3.10",
      minGid: 1000,
    });
    const tenant = { runId: "0a0b0c0d" } as Parameters<typeof literalsOf>[0];
    const marks = policyIds.map((id) => policies[id].refusal);
    const literals = literalsOf(tenant, values, marks);
    for (const id of policyIds) {
      const sent = new Set(probesOf(policies[id]).flatMap((probe) => textsIn(probeObject(probe, values))));
      for (const text of sent)
        assert.deepEqual(
          policyIds.filter(
            (other) => other !== id && means(policies[other].refusal, `no: ${text}`, "", literals),
          ),
          [],
          `${id}: ${text}`,
        );
    }
  });

  it("takes out what a site demands of every pod, the keys of labels included, but no plain word of engines", () => {
    const values = probeValues({
      name: "p-0a0b0c0d",
      namespace: "dvs-0a0b0c0d",
      serviceAccount: "dvs",
      image: "registry.k8s.io/pause:3.10",
      minGid: 1000,
      overlays: [
        {
          metadata: { labels: { "musterstadt.example/probes": "sysctls", kind: "container", tier: "image" } },
          spec: { nodeSelector: { "ort/apparmor": "nord" }, priorityClassName: "privileged-batch" },
        },
      ],
    });
    const tenant = { runId: "0a0b0c0d" } as Parameters<typeof literalsOf>[0];
    const sent = literalsOf(
      tenant,
      values,
      policyIds.map((id) => policies[id].refusal),
    );
    for (const expected of ["musterstadt.example/probes", "sysctls", "ort/apparmor", "privileged-batch"])
      assert.ok(sent.includes(expected), expected);
    for (const word of ["container", "image", "nord", "nodeSelector", "labels"])
      assert.ok(!sent.includes(word), word);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Attribution,
  attributions,
  inconclusiveReasons,
  type JudgedProbe,
  judge,
  levels,
  notApplicableReasons,
  type Outcome,
  type PolicyVerdict,
  type Verdict,
  verdicts,
  worst,
} from "#results";

const admitted: Outcome = { kind: "admitted" };
const warned: Outcome = { kind: "warned", message: "w" };
const mutated: Outcome = { kind: "mutated", changes: [] };
const refusedAs = (attribution: Attribution, message = "no"): Outcome => ({
  kind: "refused",
  by: { engine: "kyverno" },
  message,
  attribution,
});
const refused = refusedAs("both");
const probable = refusedAs("probable");
const notApplicable: Outcome = { kind: "not-applicable", reason: "declared" };
const undecided: Outcome = { kind: "inconclusive", reason: "quota" };
const controlRefused: Outcome = { kind: "control-refused", by: { engine: "webhook" }, message: "closed" };

/** Probes in short: M must, S should, E edge case that must be admitted, I info. */
type Row = readonly [kind: "M" | "S" | "E" | "I", outcome: Outcome];
function judged(rows: readonly Row[], compliant: Outcome = admitted): PolicyVerdict {
  const weights = { M: "must", S: "should", E: "should", I: "info" } as const;
  const probes = rows.map(
    ([kind, outcome], index): JudgedProbe => ({
      policy: "p",
      probe: `p/${kind}${index}`,
      weight: weights[kind],
      expect: kind === "E" ? "admit" : "reject",
      outcome,
    }),
  );
  const [verdict] = judge({ compliant, exemptions: [] }, probes);
  assert.ok(verdict);
  return verdict;
}

describe("results/verdict", () => {
  const table: readonly [string, Verdict, readonly Row[], Outcome?][] = [
    [
      "nothing applicable",
      "not-applicable",
      [
        ["M", notApplicable],
        ["S", notApplicable],
        ["E", admitted],
        ["I", admitted],
      ],
    ],
    [
      "all must refused, a should not answered by a fault that passes",
      "inconclusive",
      [
        ["M", refused],
        ["S", { kind: "inconclusive", reason: "timeout" }],
      ],
    ],
    [
      "all must refused, a should that this site can never answer",
      "enforced",
      [
        ["M", refused],
        ["S", controlRefused],
        ["S", { kind: "inconclusive", reason: "dry-run-unsupported" }],
      ],
    ],
    [
      "everything refused with the same text",
      "over-blocking",
      [
        ["M", controlRefused],
        ["S", controlRefused],
        ["E", controlRefused],
      ],
      controlRefused,
    ],
    [
      "… also by nobody known",
      "over-blocking",
      [["M", { kind: "inconclusive", reason: "unknown-refusal", message: "x" }]],
      { kind: "inconclusive", reason: "unknown-refusal", message: "x" },
    ],
    [
      "everything refused by a quota is no policy",
      "inconclusive",
      [["M", { kind: "inconclusive", reason: "quota", message: "x" }]],
      { kind: "inconclusive", reason: "quota", message: "x" },
    ],
    [
      "compliant pod refused, texts differ",
      "inconclusive",
      [
        ["M", { ...controlRefused, message: "other" }],
        ["S", controlRefused],
      ],
      controlRefused,
    ],
    [
      "compliant pod refused, but the messages name the policy",
      "enforced",
      [
        ["M", refusedAs("message")],
        ["M", refusedAs("message", "b")],
      ],
      controlRefused,
    ],
    [
      "compliant pod refused, but words say that a control was admitted",
      "inconclusive",
      [
        ["M", refused],
        ["M", refusedAs("difference", "b")],
      ],
      controlRefused,
    ],
    [
      "compliant pod not answered",
      "inconclusive",
      [
        ["M", refused],
        ["M", mutated],
      ],
      undecided,
    ],
    ["compliant pod refused, yet a violation admitted", "not-enforced", [["M", admitted]], controlRefused],
    [
      "some must open, some not",
      "partly-enforced",
      [
        ["M", admitted],
        ["M", refused],
      ],
    ],
    [
      "some must open, some mutated",
      "partly-enforced",
      [
        ["M", warned],
        ["M", mutated],
      ],
    ],
    [
      "all open ones warned",
      "warned-only",
      [
        ["M", warned],
        ["M", warned],
        ["S", admitted],
      ],
    ],
    [
      "one of the open ones not even warned",
      "not-enforced",
      [
        ["M", warned],
        ["M", admitted],
      ],
    ],
    [
      "open and undecided",
      "not-enforced",
      [
        ["M", admitted],
        ["M", undecided],
      ],
    ],
    [
      "no must open, one undecided",
      "inconclusive",
      [
        ["M", refused],
        ["M", undecided],
      ],
    ],
    [
      "no must open, control refused",
      "inconclusive",
      [
        ["M", refused],
        ["M", controlRefused],
      ],
    ],
    [
      "only probably meant",
      "partly-enforced",
      [
        ["M", refused],
        ["M", probable],
      ],
    ],
    [
      "a should open",
      "enforced-looser",
      [
        ["M", refused],
        ["S", admitted],
      ],
    ],
    [
      "a should warned",
      "enforced-looser",
      [
        ["M", refused],
        ["S", warned],
      ],
    ],
    [
      "an edge case refused",
      "enforced-stricter",
      [
        ["M", refused],
        ["E", refused],
      ],
    ],
    [
      "a control refused by the policy itself",
      "enforced-stricter",
      [
        ["M", refusedAs("control-too")],
        ["S", refused],
      ],
    ],
    [
      "all refused",
      "enforced",
      [
        ["M", refused],
        ["M", refusedAs("difference")],
        ["S", refused],
        ["E", admitted],
      ],
    ],
    [
      "all mutated",
      "enforced",
      [
        ["M", mutated],
        ["S", mutated],
        ["E", admitted],
      ],
    ],
    [
      "info changes nothing",
      "enforced",
      [
        ["M", refused],
        ["I", admitted],
        ["I", undecided],
      ],
    ],
    [
      "an edge case refused, by whose rule the text does not say",
      "enforced",
      [
        ["M", refused],
        ["E", refusedAs("difference")],
      ],
    ],
    [
      "an edge case refused by something else",
      "enforced",
      [
        ["M", refused],
        ["E", probable],
      ],
    ],
    [
      "what does not apply changes nothing",
      "enforced",
      [
        ["M", refused],
        ["M", notApplicable],
        ["S", notApplicable],
      ],
    ],
  ];
  for (const [name, expected, rows, compliant] of table) {
    it(`${name}: ${expected}`, () => assert.equal(judged(rows, compliant).verdict, expected));
  }

  it("says what led to it", () => {
    const {
      open,
      undecided: unknown,
      engines,
      flags,
    } = judged([
      ["M", admitted],
      ["M", refused],
      ["S", undecided],
      ["E", refused],
    ]);
    assert.deepEqual(
      { open, unknown, engines, flags },
      { open: ["p/M0"], unknown: ["p/S2"], engines: ["kyverno"], flags: ["stricter", "incomplete"] },
    );
  });

  it("flags mutation and webhooks that fail open", () => {
    const failOpen: Outcome = {
      kind: "refused",
      by: { engine: "kyverno", failOpen: true },
      message: "no",
      attribution: "both",
    };
    assert.deepEqual(
      judged([
        ["M", mutated],
        ["M", failOpen],
      ]).flags,
      ["byMutation", "failOpen"],
    );
  });

  it("gives the reason of what is inconclusive", () => {
    assert.equal(judged([["M", undecided]]).reason, "quota");
    assert.equal(
      judged([
        ["M", refused],
        ["M", controlRefused],
      ]).reason,
      "control-refused",
    );
    assert.equal(
      judged([["M", { ...controlRefused, message: "other" }]], controlRefused).reason,
      "compliant-pod-refused",
    );
    assert.equal(judged([["M", undecided]], { kind: "inconclusive", reason: "rbac" }).reason, "rbac");
  });

  it("takes the worst of several vantages", () => {
    const list = (values: readonly Verdict[]) =>
      values.map((verdict) => ({ verdict })) as [{ verdict: Verdict }];
    assert.equal(worst(list(["enforced", "enforced-looser", "not-enforced"])).verdict, "not-enforced");
    assert.equal(worst(list(["enforced-stricter", "enforced"])).verdict, "enforced");
    assert.equal(worst(list(["inconclusive", "over-blocking"])).verdict, "inconclusive");
    assert.equal(worst(list(["enforced", "missing"])).verdict, "missing");
    assert.equal(worst(list(["not-applicable", "enforced"])).verdict, "enforced");
    assert.deepEqual(Object.keys(levels).sort(), [...verdicts].sort());
  });

  const outcome: fc.Arbitrary<Outcome> = fc.oneof(
    fc.constantFrom(admitted, warned, mutated),
    fc.constantFrom(...attributions).map((attribution) => refusedAs(attribution)),
    fc.constantFrom(...inconclusiveReasons).map((reason): Outcome => ({ kind: "inconclusive", reason })),
    fc.constantFrom(...notApplicableReasons).map((reason): Outcome => ({ kind: "not-applicable", reason })),
    fc.constant(controlRefused),
  );
  const rows = fc.array(fc.tuple(fc.constantFrom("M", "S", "E", "I" as const), outcome), {
    minLength: 1,
  }) as fc.Arbitrary<Row[]>;

  it("never calls a policy enforced of which a must violation was admitted or is not decided", () => {
    fc.assert(
      fc.property(rows, outcome, (some, compliant) => {
        const { verdict } = judged(some, compliant);
        if (levels[verdict] !== "enforced" && verdict !== "enforced-looser") return;
        const must = some.filter(([kind, { kind: is }]) => kind === "M" && is !== "not-applicable");
        assert.ok(must.length > 0);
        for (const [, { kind }] of must) assert.ok(kind === "refused" || kind === "mutated", kind);
      }),
    );
  });

  it("never blames a site on which no must violation was admitted", () => {
    fc.assert(
      fc.property(rows, outcome, (some, compliant) => {
        const { verdict } = judged(some, compliant);
        if (levels[verdict] !== "open") return;
        assert.ok(
          some.some(([kind, { kind: is }]) => kind === "M" && (is === "admitted" || is === "warned")),
        );
      }),
    );
  });

  it("does not depend on the order of the probes", () => {
    fc.assert(
      fc.property(rows, outcome, (some, compliant) => {
        assert.equal(judged(some, compliant).verdict, judged([...some].reverse(), compliant).verdict);
      }),
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { JUnitError, type Outcome, type RunResult, readJUnit, writeJUnit } from "#results";
import { runResult } from "../fixtures/run-result.ts";

/** Plain objects, as JSON.parse makes them. */
const record = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(shape, { noNullPrototype: true });

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\u0007\u001b[31mred\u001b[0m",
    "</property></testcase>]]>",
    "\ud800 lone",
    "a\r\nb\tc ",
    " outer ",
    "&#34;&#xA;&amp;&lt;",
    "\\n is no line end, \\ neither",
    "\ufffe\uffff",
    "<!DOCTYPE x>",
    "1e3",
    "true",
    "null",
    "",
  ),
);
const refuser = record({
  engine: hostile.filter((text) => text !== ""),
  policy: hostile,
  rule: hostile,
  webhook: hostile,
});
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  record({
    kind: fc.constant("refused" as const),
    by: refuser,
    message: hostile,
    attribution: fc.constantFrom("both" as const, "probable" as const),
  }),
  record({ kind: fc.constant("warned" as const), message: hostile }),
  record({
    kind: fc.constant("inconclusive" as const),
    reason: fc.constantFrom("quota" as const, "unknown-refusal" as const),
    message: hostile,
  }),
  record({
    kind: fc.constant("mutated" as const),
    changes: fc.array(record({ op: fc.constant("add"), path: hostile, value: hostile })),
  }),
  fc.constant({ kind: "admitted" as const }),
  fc.constant({ kind: "not-applicable" as const, reason: "server-too-old" as const }),
);

describe("results/junit", () => {
  it("gives back every run that was written, whatever its strings hold", () => {
    fc.assert(
      fc.property(hostile, outcome, outcome, (text, first, second) => {
        const original = runResult(
          { [`disallow-host-namespaces/${text}`]: first, "restrict-sysctls/x": second },
          { cutShort: text },
        );
        assert.deepEqual(readJUnit(writeJUnit(original)), original);
      }),
      { numRuns: 300 },
    );
  });

  it("writes no character that XML forbids and needs no second parser's mercy", () => {
    fc.assert(
      fc.property(hostile, outcome, (text, any) => {
        const xml = writeJUnit(runResult({ [`restrict-sysctls/${text}`]: any }));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
        assert.doesNotMatch(xml, /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
        assert.equal(xml.isWellFormed(), true);
      }),
    );
  });

  const oneOf = (any: Outcome, more: Partial<RunResult["probes"][number]> = {}): string => {
    const result = runResult({ "restrict-sysctls/a": any });
    return writeJUnit({ ...result, probes: result.probes.map((probe) => ({ ...probe, ...more })) });
  };
  const refused: Outcome = { kind: "refused", by: { engine: "webhook" }, message: "no", attribution: "both" };

  it("fails an open violation, errs on what proves nothing, skips what does not apply", () => {
    assert.match(oneOf({ kind: "admitted" }), /<failure/);
    assert.match(oneOf({ kind: "warned", message: "w" }), /<failure/);
    assert.match(oneOf({ kind: "inconclusive", reason: "quota" }), /<error/);
    assert.match(oneOf({ kind: "control-refused", message: "no" }), /<error/);
    assert.match(oneOf({ kind: "not-applicable", reason: "declared" }), /<skipped.*[\s\S]*<system-out>/);
    assert.doesNotMatch(oneOf(refused), /<failure|<error|<skipped/);
    assert.match(oneOf(refused, { expect: "admit" }), /<failure/);
    assert.doesNotMatch(oneOf({ kind: "admitted" }, { weight: "info" }), /<failure|<error|<skipped/);
  });

  it("reads no file that is cut off at any place", () => {
    const xml = writeJUnit(
      runResult({ "restrict-sysctls/a": refused, "restrict-sysctls/b": { kind: "admitted" } }),
    ).trimEnd();
    for (let length = 0; length < xml.length; length += 37) {
      assert.throws(() => readJUnit(xml.slice(0, length)), JUnitError, `cut at ${length}`);
    }
  });

  it("refuses foreign files with a sentence", () => {
    assert.throws(
      () => readJUnit("<testsuites><testsuite name='e2e'><testcase name='x'/></testsuite></testsuites>"),
      /written by another plugin/,
    );
    assert.throws(() => readJUnit("<html></html>"), /no JUnit/);
    assert.throws(() => readJUnit("not xml"), JUnitError);
    assert.throws(() => readJUnit('<!DOCTYPE a [<!ENTITY b "c">]><testsuites/>'), /DOCTYPE/);
    const later = oneOf(refused).replace('name="dvs.schema" value="1"', 'name="dvs.schema" value="2"');
    assert.throws(() => readJUnit(later), /newer version/);
    const broken = oneOf(refused).replace(
      'name="dvs.outcome" value="refused"',
      'name="dvs.outcome" value="perhaps"',
    );
    assert.throws(() => readJUnit(broken), /restrict-sysctls\/a/);
  });

  it("accepts properties it does not know", () => {
    const result = runResult({ "restrict-sysctls/a": refused });
    const more = writeJUnit(result).replace(
      '<property name="dvs.says"',
      '<property name="dvs.future" value="1"/><property name="dvs.says"',
    );
    assert.deepEqual(readJUnit(more), result);
  });
});

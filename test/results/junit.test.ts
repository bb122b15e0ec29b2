import assert from "node:assert/strict";
import fc from "fast-check";
import {
  JUnitError,
  longest,
  type Outcome,
  type RunResult,
  readJUnit,
  writeFailedRun,
  writeJUnit,
} from "#results";
import { anyText } from "../any-text.ts";
import { runResult } from "../fixtures/run-result.ts";

/** Plain objects, as JSON.parse makes them. */
const record = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(shape, { noNullPrototype: true });

const hostile = fc.oneof(
  anyText(),
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
        // parsers turn line ends and tabs in attributes into spaces
        assert.doesNotMatch(xml, / value="[^"]*[\n\r\t]/);
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

  it("holds the reason of a run that could not begin, whatever it says", () => {
    fc.assert(
      fc.property(hostile, (sentence) => {
        assert.throws(
          () => readJUnit(writeFailedRun(sentence)),
          (error) => error instanceof JUnitError && error.message.endsWith(sentence),
        );
      }),
    );
  });

  it("accepts properties it does not know", () => {
    const result = runResult({ "restrict-sysctls/a": refused });
    const more = writeJUnit(result).replace(
      '<property name="dvs.says"',
      '<property name="dvs.future" value="1"/><property name="dvs.says"',
    );
    assert.deepEqual(readJUnit(more), result);
  });

  it("refuses a file that contradicts itself", () => {
    const outcomeIs = (kind: string) => `name="dvs.outcome" value="${kind}"`;
    const admitted = oneOf({ kind: "admitted" });
    const contradictory: [string, string][] = [
      [
        "a failure that is left in",
        admitted.replace(
          outcomeIs("admitted"),
          `${outcomeIs("mutated")}/><property name="dvs.changes" value="[]"`,
        ),
      ],
      ["a failure that was taken out", admitted.replace(/<failure[\s\S]*<\/failure>/, "")],
      ["an error in its place", admitted.replaceAll(/(<\/?)failure/g, "$1error")],
      [
        "the compliant pod",
        writeJUnit({
          ...runResult({}),
          vantages: runResult({}).vantages.map((vantage) => ({ ...vantage, compliant: refused })),
        }).replace(
          "&quot;compliant&quot;:{&quot;kind&quot;:&quot;refused&quot;",
          "&quot;compliant&quot;:{&quot;kind&quot;:&quot;admitted&quot;",
        ),
      ],
      [
        "completeness",
        writeJUnit(runResult({}, { cutShort: "stopped" })).replace(
          /,&quot;cutShort&quot;:&quot;stopped&quot;/,
          "",
        ),
      ],
    ];
    for (const [what, xml] of contradictory) {
      assert.throws(() => readJUnit(xml), /its outcome and its JUnit result contradict each other/, what);
    }
    const twice = oneOf(refused).replace(
      '<property name="dvs.outcome"',
      '<property name="dvs.outcome" value="admitted"/><property name="dvs.outcome"',
    );
    assert.throws(() => readJUnit(twice), /the property dvs\.outcome occurs twice/);
    const fewer = oneOf(refused).replace(
      'name="restrict-sysctls" tests="1"',
      'name="restrict-sysctls" tests="2"',
    );
    assert.throws(() => readJUnit(fewer), /restrict-sysctls: it says that it has 2 test cases, and has 1/);
  });

  it("cuts texts that are too long and says so, refuses ids that are, and gives the same again", () => {
    const message = "é".repeat(longest.message + 1);
    const long = runResult({ "restrict-sysctls/a": { ...refused, message } });
    const probes = long.probes.map((probe) => ({ ...probe, says: "s".repeat(1000) }));
    const read = readJUnit(writeJUnit({ ...long, probes }));
    const [probe] = read.probes;
    assert.ok(probe?.outcome.kind === "refused");
    assert.equal(probe.outcome.message.length, longest.message);
    assert.match(probe.outcome.message, /é … \[cut, 10001 characters\]$/);
    assert.equal(probe.says.length, longest.says);
    assert.deepEqual(readJUnit(writeJUnit(read)), read);
    const astral = readJUnit(oneOf({ kind: "warned", message: "😀".repeat(longest.message) })).probes[0]
      ?.outcome;
    assert.ok(astral?.kind === "warned" && astral.message.isWellFormed());
    const xml = writeJUnit(runResult({ [`restrict-sysctls/${"x".repeat(longest.id)}`]: refused }));
    assert.throws(
      () => readJUnit(xml),
      (error: unknown) => error instanceof JUnitError && error.message.length < 1000,
    );
    assert.throws(
      () => readJUnit(oneOf(refused, { vantage: "n".repeat(longest.namespace + 1) })),
      JUnitError,
    );
  });

  it("quotes little of a parser's message", () => {
    const xml = `<testsuites><${"a".repeat(100_000)}></testsuites>`;
    assert.throws(
      () => readJUnit(xml),
      (error: unknown) => error instanceof JUnitError && error.message.length < 500,
    );
  });
});

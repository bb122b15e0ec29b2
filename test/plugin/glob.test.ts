import assert from "node:assert/strict";
import fc from "fast-check";
import { glob } from "../../plugin/facts/glob.ts";

/** The same as a regular expression, which is too slow for many stars. */
function asExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.+()[\]{}|]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}

describe("plugin/facts/glob", () => {
  it("means what shells mean by stars and question marks, and nothing by other characters", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "-", "+"), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "-", "+", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (some, other) => glob(some, other) === asExpression(some).test(other)),
      { numRuns: 5000 },
    );
  });

  it("is not held up by many stars", () => {
    const started = performance.now();
    assert.equal(glob(`${"*a".repeat(20)}*b`, "a".repeat(63)), false);
    assert.ok(performance.now() - started < 1000);
  });
});

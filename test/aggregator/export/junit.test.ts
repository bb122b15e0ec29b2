import assert from "node:assert/strict";
import { XMLParser } from "fast-xml-parser";
import { type Level, levels } from "#results";
import { type Comparison, exports, texts } from "../../../aggregator/index.ts";
import { comparisonOfAll } from "../comparisons.ts";
import { hostileComparison, hostileNames } from "./hostile.ts";

interface ReadCase {
  readonly "@name": string;
  readonly "@classname": string;
  readonly failure?: string;
  readonly error?: string;
  readonly skipped?: string;
}

interface ReadSuite {
  readonly "@name": string;
  readonly "@tests": string;
  readonly "@failures": string;
  readonly "@errors": string;
  readonly testcase: readonly ReadCase[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  htmlEntities: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => ["testsuite", "testcase"].includes(name),
});

function suitesOf(comparison: Comparison, language: "de" | "en" = "de"): readonly ReadSuite[] {
  const { testsuites } = parser.parse(exports.junit(comparison, texts[language]), true);
  return testsuites.testsuite;
}

const kinds: Readonly<Record<Level, "failure" | "error" | "skipped" | undefined>> = {
  open: "failure",
  gaps: "failure",
  undetermined: "error",
  none: "skipped",
  enforced: undefined,
};

describe("aggregator/export/junit", () => {
  it("has a suite for each site and a test case for each policy, with the level's result", () => {
    const comparison = comparisonOfAll();
    const suites = suitesOf(comparison);
    assert.equal(suites.length, comparison.sites.length);
    for (const [index, site] of comparison.sites.entries()) {
      const cases = suites[index]?.testcase ?? [];
      const said = cases.map((found) => [
        found["@classname"],
        (["failure", "error", "skipped"] as const).find((kind) => found[kind] !== undefined),
      ]);
      const wanted = site.cells.map(({ policy, verdict }) => [policy, kinds[levels[verdict]]]);
      assert.deepEqual(said, wanted, suites[index]?.["@name"]);
      const count = (kind: string) => wanted.filter(([, found]) => found === kind).length;
      assert.equal(Number(suites[index]?.["@failures"]), count("failure"));
      assert.equal(Number(suites[index]?.["@errors"]), count("error"));
    }
  });

  it("says in a failure what was tried and what became of it", () => {
    const suite = suitesOf(comparisonOfAll()).find((found) => found["@name"] === "Beispielkreis");
    const failed = suite?.testcase.find((found) => found["@classname"] === "require-ro-rootfs");
    assert.match(
      failed?.failure ?? "",
      /^nicht durchgesetzt\nDie Richtlinie wird nicht durchgesetzt: .*\n- /,
    );
    assert.match(failed?.failure ?? "", /: zugelassen/);
    const inconclusive = suitesOf(comparisonOfAll()).find((found) => found["@name"] === "Hinterdorf");
    assert.match(inconclusive?.testcase[0]?.error ?? "", /failed calling webhook/);
  });

  it("gives each test case a name of its own, for readers that know no suites", () => {
    const [first, second] = comparisonOfAll().sites;
    assert.ok(first && second);
    const comparison = comparisonOfAll();
    const twice = {
      ...comparison,
      sites: comparison.sites.map((site) => ({ ...site, name: "Musterstadt" })),
    };
    const keys = suitesOf(twice).flatMap(({ testcase }) =>
      testcase.map((found) => `${found["@classname"]} ${found["@name"]}`),
    );
    assert.equal(new Set(keys).size, keys.length);
  });

  it("skips what is waived and keeps its verdict in sight", () => {
    const comparison = comparisonOfAll();
    const waived: Comparison = {
      ...comparison,
      sites: comparison.sites.map((site) => ({
        ...site,
        cells: site.cells.map((cell) => ({ ...cell, flags: ["waived"] })),
      })),
    };
    const cases = suitesOf(waived).flatMap(({ testcase }) => testcase);
    assert.equal(cases.filter(({ failure }) => failure !== undefined).length, 0);
    const open = cases.filter(({ skipped }) => skipped?.startsWith("nicht durchgesetzt; Ausnahme"));
    assert.ok(open.length > 0);
    const errors = suitesOf(comparison).flatMap(({ testcase }) => testcase.filter(({ error }) => error));
    assert.equal(
      cases.filter(({ error }) => error !== undefined).length,
      errors.length,
      "nothing else is waived",
    );
  });

  it("holds nothing that a strict reader of XML refuses, and no text that leaves its place", () => {
    const xml = exports.junit(hostileComparison(), texts.en);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them
    assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    assert.doesNotMatch(xml, /<!\[CDATA\[|\]\]>|<script|&#x?[0-9a-f]+;/i);
    assert.equal(Buffer.from(xml).toString(), xml, "no half of a character");
    const suites = suitesOf(hostileComparison(), "en");
    assert.equal(suites.length, hostileNames.length);
    assert.deepEqual(new Set(suites.map(({ testcase }) => testcase.length)), new Set([14]));
    assert.ok(suites.some((suite) => suite["@name"].includes("]]><script>alert(1)</script>")));
  });
});

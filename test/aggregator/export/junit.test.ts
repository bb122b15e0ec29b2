import assert from "node:assert/strict";
import { XMLParser } from "fast-xml-parser";
import { type Level, levels } from "#results";
import { type Comparison, exports, texts } from "../../../aggregator/index.ts";
import { comparisonOfAll } from "../comparisons.ts";
import { comparisonWithAgreements } from "./agreed.ts";
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
    assert.match(failed?.failure ?? "", /: Verstoß zugelassen/);
    const inconclusive = suitesOf(comparisonOfAll()).find((found) => found["@name"] === "Hinterdorf");
    assert.match(inconclusive?.testcase[0]?.error ?? "", /failed calling webhook/);
  });

  it("makes the same bytes of the same input", () => {
    assert.equal(exports.junit(comparisonOfAll(), texts.de), exports.junit(comparisonOfAll(), texts.de));
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

  it("skips what is waived, keeps its verdict in sight, and fails again for what has expired", () => {
    const cases = suitesOf(comparisonWithAgreements()).flatMap(({ testcase }) => testcase);
    const before = suitesOf(comparisonOfAll()).flatMap(({ testcase }) => testcase);
    const kindsOf = (all: readonly ReadCase[]) =>
      all.map((one) => `${one["@name"]} ${["failure", "error", "skipped"].find((kind) => kind in one)}`);
    const [others, own] = [kindsOf(before), kindsOf(cases)];
    assert.deepEqual(
      own.filter((one) => !others.includes(one)),
      ["Beispielkreis: Wurzeldateisystem nur lesbar skipped"],
      "nothing else is another result than without waivers",
    );
    const caseOf = (policy: string) =>
      cases.find((one) => one["@classname"] === policy && one["@name"].startsWith("Beispielkreis"));
    const waived = caseOf("require-ro-rootfs")?.skipped ?? "";
    assert.match(waived, /^nicht durchgesetzt; Ausnahme bis 31\.12\.2026; ▼ verschlechtert\n/);
    assert.match(waived, /Im Lauf vom 02\.02\.2026 lautete der Befund „durchgesetzt“/);
    assert.equal(
      waived.split("\n").filter((line) => line.includes("Grund:")).length,
      1,
      "a reason is one line",
    );
    const expired = caseOf("require-limits-and-requests")?.failure ?? "";
    assert.match(expired, /^teilweise durchgesetzt; /);
    assert.match(expired, /Eine Ausnahme galt bis 01\.02\.2026 und ist abgelaufen/);
  });

  it("skips no waived deviation while a namespace is not known", () => {
    const comparison = comparisonWithAgreements();
    const half: Comparison = {
      ...comparison,
      sites: comparison.sites.map((site) => ({
        ...site,
        cells: site.cells.map((cell) => {
          const [vantage] = cell.vantages;
          const unknown = vantage && { ...vantage, verdict: "inconclusive" as const };
          return cell.waiver && unknown ? { ...cell, vantages: [...cell.vantages, unknown] } : cell;
        }),
      })),
    };
    const found = suitesOf(half)
      .flatMap(({ testcase }) => testcase)
      .find((one) => one.error?.includes("Ausnahme bis"));
    assert.equal(found?.["@classname"], "require-ro-rootfs");
    assert.equal(found?.skipped, undefined);
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

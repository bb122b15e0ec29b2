import assert from "node:assert/strict";
import { exports, texts } from "../../../aggregator/index.ts";
import { comparisonOfAll } from "../comparisons.ts";
import { comparisonWithAgreements } from "./agreed.ts";
import { hostileComparison, hostileNames } from "./hostile.ts";

/** The records of a CSV file by RFC 4180, in a plain way. */
function recordsOf(csv: string, separator: string): string[][] {
  const records: string[][] = [[]];
  let rest = csv;
  while (rest !== "") {
    const [whole = "", content] = /^"((?:[^"]|"")*)"/.exec(rest) ?? [];
    assert.ok(content !== undefined, `no quoted field: ${rest.slice(0, 50)}`);
    records.at(-1)?.push(content.replaceAll('""', '"'));
    rest = rest.slice(whole.length);
    if (rest.startsWith(separator)) rest = rest.slice(1);
    else {
      assert.ok(rest.startsWith("\r\n"), `no end of a record: ${rest.slice(0, 50)}`);
      rest = rest.slice(2);
      if (rest !== "") records.push([]);
    }
  }
  return records;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be in the file
const hidden = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe("aggregator/export/csv", () => {
  for (const [language, separator] of [
    ["de", ";"],
    ["en", ","],
  ] as const) {
    it(`has one record for each site and policy, in ${language}`, () => {
      const comparison = comparisonOfAll();
      const csv = exports.csv(comparison, texts[language]);
      assert.ok(csv.startsWith("\ufeff"), "Excel knows UTF-8 by its mark only");
      const [headings = [], ...records] = recordsOf(csv.slice(1), separator);
      assert.equal(records.length, comparison.sites.length * comparison.rows.length);
      assert.deepEqual(new Set(records.map(({ length }) => length)), new Set([headings.length]));
      const { columns } = texts[language].export;
      const field = (record: readonly string[], heading: string) => record[headings.indexOf(heading)];
      const found = records.find(
        (record) =>
          field(record, columns.site) === "Beispielkreis" &&
          field(record, columns.policyId) === "require-ro-rootfs",
      );
      assert.ok(found);
      assert.equal(field(found, columns.verdict), texts[language].verdicts["not-enforced"]);
      assert.equal(field(found, columns.level), texts[language].levels.open);
      assert.equal(field(found, columns.time), "2026-03-02T08:01:30Z");
      assert.equal(found[headings.findIndex((heading) => heading.includes("IG BvC"))], "'012");
      assert.equal(exports.csv(comparisonOfAll(), texts[language]), csv, "same input, same bytes");
    });
  }

  it("has what changed, what was waived and the age beside a verdict that stays as it is", () => {
    const [headings = [], ...records] = recordsOf(
      exports.csv(comparisonWithAgreements(), texts.en).slice(1),
      ",",
    );
    const { columns } = texts.en.export;
    const found = (policy: string) => {
      const record = records.find((one) => one[0] === "Beispielkreis" && one.includes(policy)) ?? [];
      const wanted = [
        "verdict",
        "change",
        "before",
        "waiver",
        "waiverExpires",
        "waiverOwner",
        "age",
      ] as const;
      return wanted.map((key) => record[headings.indexOf(columns[key])]).join(" | ");
    };
    assert.equal(
      found("require-ro-rootfs"),
      "not enforced | Regressed | enforced | In force | 2026-12-31 | '@Betriebsleitung | 3",
    );
    assert.equal(
      found("require-limits-and-requests"),
      "partly enforced | Regressed | enforced | Expired | 2026-02-01 | '@Betriebsleitung | 3",
    );
    assert.equal(found("restrict-sysctls"), "enforced |  |  |  |  |  | 3");
    const reason = headings.indexOf(columns.waiverReason);
    assert.match(records.map((record) => record[reason]).find(Boolean) ?? "", /^'=1\+2<\/x>\]\]>/);
  });

  it("leaves nothing that a spreadsheet would compute, whatever separator it expects", () => {
    for (const language of ["de", "en"] as const) {
      const csv = exports.csv(hostileComparison(), texts[language]).slice(1);
      const lines = csv.split("\r\n");
      // as a program would see it that takes quotation marks for characters and any of these for a separator
      for (const line of lines) {
        for (const field of line.split(/[,;\t|]/)) {
          if (/^[\s"'`]*[=+\-@＝＋－＠﹦﹢﹣﹫]/.test(field)) assert.match(field, /^"?'/, field.slice(0, 80));
        }
      }
      assert.doesNotMatch(csv.replaceAll("\r\n", ""), hidden);
      const records = recordsOf(csv, texts[language].export.separator);
      const names = new Set(records.map(([name]) => name));
      assert.equal(names.size, hostileNames.length + 1, "each site is itself, and the headings");
      for (const name of ["'007", "'1-2", "'12e45", "'=cmd|'/c calc'!A1", "x;'=1+2", "two  blanks   inside"])
        assert.ok(names.has(name), name);
    }
  });
});

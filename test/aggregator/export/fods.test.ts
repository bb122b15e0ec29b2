import assert from "node:assert/strict";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { verdicts } from "#results";
import { type Comparison, compare, exports, texts } from "../../../aggregator/index.ts";
import { glyphs } from "../../../aggregator/text/glyphs.ts";
import { archiveWith, comparisonOfAll, profile } from "../comparisons.ts";
import { inventedRun, inventedSites } from "../invented-sites.ts";
import { comparisonWithAgreements } from "./agreed.ts";
import { hostileComparison, hostileNames } from "./hostile.ts";

interface Cell {
  readonly style: string;
  readonly type: string;
  readonly text: string;
}

interface Sheet {
  readonly name: string;
  readonly columns: number;
  readonly rows: readonly (readonly Cell[])[];
}

type Element = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  preserveOrder: true,
  htmlEntities: true,
  parseTagValue: false,
  trimValues: false,
});

const tagOf = (element: Element): string => Object.keys(element).find((key) => key !== ":@") ?? "";
const childrenOf = (element: Element): readonly Element[] => (element[tagOf(element)] ?? []) as Element[];
const attribute = (element: Element, name: string): string =>
  ((element[":@"] ?? {}) as Readonly<Record<string, string>>)[`@${name}`] ?? "";
const all = (element: Element, tag: string): Element[] => [
  ...(tagOf(element) === tag ? [element] : []),
  ...(Array.isArray(element[tagOf(element)]) ? childrenOf(element).flatMap((child) => all(child, tag)) : []),
];

/** A paragraph's text as a reader of ODF shows it. */
function textOf(element: Element): string {
  return childrenOf(element)
    .map((child) => {
      if (tagOf(child) === "#text") return String(child["#text"]).replace(/\s+/g, " ");
      return tagOf(child) === "text:s" ? " ".repeat(Number(attribute(child, "text:c"))) : textOf(child);
    })
    .join("");
}

function sheetsOf(fods: string): Sheet[] {
  assert.equal(XMLValidator.validate(fods), true);
  const document: readonly Element[] = parser.parse(fods);
  const root = document.find((element) => tagOf(element) === "office:document");
  assert.ok(root);
  return all(root, "table:table").map((table) => ({
    name: attribute(table, "table:name"),
    columns: all(table, "table:table-column").length,
    rows: all(table, "table:table-row").map((row) =>
      childrenOf(row)
        .filter((cell) => tagOf(cell) === "table:table-cell")
        .map((cell) => ({
          style: attribute(cell, "table:style-name"),
          type: attribute(cell, "office:value-type"),
          text: childrenOf(cell).map(textOf).join("\n"),
        })),
    ),
  }));
}

const sheet = (sheets: readonly Sheet[], name: string): Sheet => {
  const found = sheets.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
};

/** As many sites as wanted. */
function many(count: number): Comparison {
  const [first] = inventedSites;
  assert.ok(first);
  return compare(
    Array.from({ length: count }, (_, index) =>
      archiveWith(
        inventedRun({ ...first, id: `${String(index).padStart(8, "0")}${first.id.slice(8)}` }),
        `ort-${index}.tar.gz`,
      ),
    ),
    { profile },
  );
}

describe("aggregator/export/fods", () => {
  for (const language of ["de", "en"] as const) {
    it(`has its sheets with every verdict by sign, word and style, in ${language}`, () => {
      const text = texts[language];
      const comparison = comparisonOfAll();
      const fods = exports.fods(comparison, text);
      const sheets = sheetsOf(fods);
      assert.deepEqual(
        sheets.map(({ name }) => name),
        Object.values(text.export.sheets),
      );
      const matrix = sheet(sheets, text.export.sheets.matrix);
      const cells = matrix.rows.flat().filter(({ style }) => style.startsWith("v-"));
      assert.equal(cells.length, comparison.sites.length * comparison.rows.length);
      for (const verdict of verdicts) {
        const cell = cells.find(({ style }) => style === `v-${verdict}`);
        assert.equal(cell?.text.split("\n")[0], `${glyphs[verdict]} ${text.verdicts[verdict]}`);
        assert.ok(fods.includes(`<style:style style:name="v-${verdict}"`), `${verdict} has a style`);
      }
      assert.equal(exports.fods(comparisonOfAll(), text), fods, "same input, same bytes");
    });
  }

  it("has the classification line on its first sheet and in the head and foot of each page", () => {
    const comparison = {
      ...comparisonOfAll(),
      release: { audience: "group", classification: "VS <x>" },
    } as const;
    const fods = exports.fods(comparison, texts.de);
    assert.equal(fods.match(/<text:p>VS &lt;x&gt;<\/text:p>/g)?.length, 5);
  });

  it("names every deviation with its reason", () => {
    const rows = sheet(sheetsOf(exports.fods(comparisonOfAll(), texts.de)), "Abweichungen").rows;
    const found = rows.find(
      (row) => row[0]?.text === "Beispielkreis" && row[3]?.text === "require-ro-rootfs",
    );
    assert.equal(found?.[4]?.style, "v-not-enforced");
    assert.match(found?.[6]?.text ?? "", /^Die Richtlinie wird nicht durchgesetzt: /);
    assert.equal(found?.[13]?.type, "date");
    const silent = rows.find((row) => row[0]?.text === "Archiv kaputt.tar.gz");
    assert.match(silent?.[6]?.text ?? "", /bricht vorzeitig ab/);
  });

  it("says of a deviation what became of it and what was agreed on, as text", () => {
    const rows = sheet(sheetsOf(exports.fods(comparisonWithAgreements(), texts.de)), "Abweichungen").rows;
    const said = (policy: string) =>
      rows
        .find((row) => row[0]?.text === "Beispielkreis" && row[3]?.text === policy)
        ?.map(({ text, type }) => `${type} ${text}`)
        .slice(8, 11)
        .join(" | ") ?? "";
    assert.match(
      said("require-ro-rootfs"),
      /^string Verschlechtert \| string durchgesetzt \| string Ausnahme bis 31\.12\.2026 \(zuständig: @Betriebsleitung\)\. Grund: „=1\+2<\/x>\]\]>/,
    );
    assert.match(
      said("require-limits-and-requests"),
      /Eine Ausnahme galt bis 01\.02\.2026 und ist abgelaufen/,
    );
  });

  it("repeats no style and no column that is not there", () => {
    const fods = exports.fods(comparisonOfAll(), texts.de);
    const styles = new Set([...fods.matchAll(/style:name="([^"]+)"/g)].map(([, name]) => name));
    for (const [, used] of fods.matchAll(/table:style-name="([^"]+)"/g)) assert.ok(styles.has(used), used);
    for (const { name, columns, rows } of sheetsOf(fods)) {
      for (const row of rows) assert.ok(row.length > 0 && row.length <= columns, name);
    }
  });

  it("has each site once in each sheet, be they 1 or 8, and rows of equal length", () => {
    for (const count of [1, 8]) {
      const sheets = sheetsOf(exports.fods(many(count), texts.de));
      const matrix = sheet(sheets, "Matrix");
      const cells = matrix.rows.flat().filter(({ style }) => style.startsWith("v-"));
      assert.equal(cells.length, count * 14);
      assert.equal(sheet(sheets, "Standorte").rows.length, 1 + count);
      for (const row of matrix.rows) assert.ok(row.length === 1 || row.length === matrix.columns);
    }
  });

  it("grows downwards with many sites, as the page does", () => {
    const matrix = sheet(sheetsOf(exports.fods(many(30), texts.de)), "Matrix");
    assert.ok(matrix.columns < 30, String(matrix.columns));
    assert.equal(matrix.rows.filter((row) => row.some(({ style }) => style.startsWith("v-"))).length, 30);
  });

  it("takes whatever a site writes as text: no formula, no markup, every character", () => {
    const fods = exports.fods(hostileComparison(), texts.de);
    assert.doesNotMatch(fods, /table:formula|office:scripts|xlink:href|<script/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them
    assert.doesNotMatch(fods, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    assert.equal(Buffer.from(fods).toString(), fods, "no half of a character");
    const sites = sheet(sheetsOf(fods), "Standorte").rows.slice(1);
    assert.equal(sites.length, hostileNames.length);
    const named = new Set(sites.map(([name]) => name?.text));
    for (const name of hostileNames.filter((text) => /^[\x20-\x7e]*$/.test(text)))
      assert.ok(named.has(name), name.slice(0, 80));
    for (const [name] of sites) assert.equal(name?.type, "string");
  });
});

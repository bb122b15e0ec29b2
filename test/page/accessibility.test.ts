import assert from "node:assert/strict";
import type { Language } from "#policies";
import { released, renderDemands, renderReport, texts } from "../../aggregator/index.ts";
import { findingsOf, modes } from "./accessibility.ts";
import { browserForSuite, inPage } from "./browser.ts";
import { wholeComparison } from "./whole-comparison.ts";

const wholeMatrix = process.env["ACCESSIBILITY"] === "all";

/** Sites of a page that is looked at in all ways; more of them in some, because a page of 500 takes minutes. */
const few = 10;
const many = 50;
const most = 500;

/** So long a run of axe-core over the largest page may take on a slow machine. */
const minutes = 60_000;

/** What axe-core cannot tell, and why that is no fault. */
const leftUndecided = {
  "color-contrast": "where something else lies over a text or behind it; a test of its own reckons that",
  "th-has-data-cells": "the heading of a group of rows stands in a row of its own, its cells in those below",
};

const pages = new Map<string, string>();

function pageOf(count: number, language: Language = "de"): string {
  const key = `${count} ${language}`;
  const page = pages.get(key) ?? renderReport(wholeComparison(count), texts[language]);
  pages.set(key, page);
  return page;
}

describe("the page's accessibility", () => {
  const browser = browserForSuite();

  const share = [
    ...Object.keys(modes).map((mode) => [few, "de", mode] as const),
    [few, "en", "light"] as const,
    [many, "de", "light"] as const,
  ];
  const all = [
    ...[few, many].flatMap((count) =>
      (["de", "en"] as const).flatMap((language) =>
        Object.keys(modes).map((mode) => [count, language, mode] as const),
      ),
    ),
    [most, "de", "light"] as const,
  ];

  before(() => {
    if (!wholeMatrix)
      console.log(
        `    ${share.length} of ${all.length} ways of reading are looked at; all of them: npm run test:accessibility`,
      );
  });

  for (const [count, language, mode] of wholeMatrix ? all : share)
    it(`has nothing that axe-core objects to: ${count} sites, ${language}, ${mode}`, async function () {
      this.timeout((count === most ? 20 : 5) * minutes);
      const { page } = await browser.open(pageOf(count, language), modes[mode]);
      const { violations, undecided, passes } = await findingsOf(page);
      await page.close();
      assert.deepEqual(violations.slice(0, 20), []);
      assert.ok(passes > 30, `${passes} rules applied`);
      assert.deepEqual(
        Object.keys(undecided).filter((rule) => !(rule in leftUndecided)),
        [],
      );
    });

  /** What is written of the same sites for others, and without the script. */
  const others: Readonly<Record<string, () => string>> = {
    "a single site": () => {
      const shown = released(wholeComparison(few), { audience: "site", sites: ["Beispielkreis"] });
      assert.ok(shown.kind === "comparison");
      return renderReport(shown.comparison, texts.de);
    },
    suppliers: () => {
      const shown = released(wholeComparison(few), { audience: "supplier", sites: [] });
      assert.ok(shown.kind === "demands");
      return renderDemands(shown.demands, texts.de);
    },
    "mail gateways, without the script": () =>
      renderReport(wholeComparison(few), texts.de, { script: false }),
  };
  for (const [whom, make] of Object.entries(others))
    it(`has nothing that axe-core objects to: the page for ${whom}`, async () => {
      const { page } = await browser.open(make());
      const { violations, undecided, passes } = await findingsOf(page);
      await page.close();
      assert.deepEqual(violations, []);
      assert.ok(passes > 20, `${passes} rules applied`);
      assert.deepEqual(
        Object.keys(undecided).filter((rule) => !(rule in leftUndecided)),
        [],
      );
    });

  it("sees what axe-core objects to", async () => {
    const html = pageOf(few)
      .replace('<html lang="de">', "<html>")
      .replace("</h1>", '</h1><img src="data:,">');
    const { page } = await browser.open(html);
    const { violations } = await findingsOf(page);
    await page.close();
    const rules = violations.map((line) => line.split(" | ")[0]);
    assert.deepEqual(rules.toSorted(), ["html-has-lang", "image-alt"]);
  });

  for (const colorScheme of ["light", "dark"] as const)
    it(`has no text fainter than 4.5:1 and no telling line fainter than 3:1, ${colorScheme}`, async () => {
      const { page } = await browser.open(pageOf(few), { colorScheme });
      assert.deepEqual(await inPage<string[]>(page, "lowContrasts"), []);
      await page.close();
    });

  it("sees what is too faint", async () => {
    const { page } = await browser.open(pageOf(few));
    await inPage(page, "applyStyle", ".subtitle {color: #999} .v-not-enforced {border-color: #eee}");
    const found = await inPage<string[]>(page, "lowContrasts");
    assert.ok(
      found.some((line) => line.startsWith("text of p.subtitle: 2.6")),
      found.join("; "),
    );
    assert.ok(
      found.some((line) => /^line of .*v-not-enforced/.test(line)),
      found.join("; "),
    );
    await page.close();
  });

  const readings = {
    // WCAG 2.2, success criterion 1.4.12
    "wide spacing of text":
      "* {line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important} p {margin-bottom: 2em !important}",
    // WCAG 2.2, success criterion 1.4.4
    "letters of twice the size": "html {font-size: 200% !important}",
  };
  for (const [reading, css] of Object.entries(readings))
    for (const [count, width] of [
      [few, 1280],
      [few, 320],
      [many, 1280],
    ] as const)
      it(`cuts nothing off with ${reading}: ${count} sites, ${width} px`, async () => {
        const { page } = await browser.open(pageOf(count), { viewport: { width, height: 800 } });
        await inPage(page, "applyStyle", css);
        assert.deepEqual((await inPage<string[]>(page, "cutOff")).slice(0, 10), []);
        await page.close();
      });

  it("sees what is cut off", async () => {
    const { page } = await browser.open(pageOf(few));
    await inPage(
      page,
      "applyStyle",
      ".matrix .word {display: block; width: 20rem} h1 {height: 5px; overflow: hidden}",
    );
    const found = await inPage<string[]>(page, "cutOff");
    assert.ok(
      found.some((line) => line.startsWith("cut below: h1")),
      found.join("; "),
    );
    await page.close();
  });

  it("moves nothing for those who want less of it", async () => {
    const { page } = await browser.open(pageOf(few), { reducedMotion: "reduce" });
    assert.deepEqual(await inPage<string[]>(page, "moving"), []);
    await page.close();
  });
});

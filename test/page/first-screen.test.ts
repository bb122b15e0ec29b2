import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { defaultProfile } from "#policies";
import { compare, renderReport, texts } from "../../aggregator/index.ts";
import { examplesComparison } from "../../demo/example-files.ts";
import { manyArchives } from "../aggregator/many-sites.ts";
import { browserForSuite, inPage } from "./browser.ts";
import type { FocusState } from "./focus-state.ts";

/** Screens in common use, one with a bar to scroll the page by. */
const screens = [
  { width: 1280, height: 800 },
  { width: 1265, height: 800 },
  { width: 1400, height: 900 },
] as const;

const headings = ".glance thead a, .matrix .names th > a";

/** The page of the eight recorded sites. */
async function examplesPage(language: "de" | "en" = "de"): Promise<string> {
  return renderReport(await examplesComparison(), texts[language]);
}

/** What of a part of the page lies outside of the window. */
function outside(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).evaluateAll((elements) => {
    const { innerWidth, innerHeight } = globalThis as unknown as { innerWidth: number; innerHeight: number };
    return elements.flatMap((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      return isInside ? [] : [`${element.textContent}: ${Math.round(right)} ${Math.round(bottom)}`];
    });
  });
}

describe("the first screen and the matrix", () => {
  const browser = browserForSuite();

  for (const viewport of screens)
    for (const language of ["de", "en"] as const) {
      const at = `${viewport.width} by ${viewport.height} px, ${language}`;

      it(`shows every finding of eight sites at first sight: ${at}`, async () => {
        const { page } = await browser.open(await examplesPage(language), { viewport });
        assert.equal(await page.locator(".glance thead a").count(), 8);
        assert.equal(await page.locator(".glance tbody .tile").count(), 8 * 14);
        assert.deepEqual(
          await outside(page, ".glance th, .glance .tile, .glance tfoot, .levels, .points"),
          [],
        );
        await page.close();
      });

      it(`has the matrix of eight sites whole, in no box of its own to be moved: ${at}`, async () => {
        const { page, deeds } = await browser.open(await examplesPage(language), { viewport });
        const { width, height } = await page.locator("#matrix > .scroll").evaluate((box) => ({
          width: box.scrollWidth - box.clientWidth,
          height: box.scrollHeight - box.clientHeight,
        }));
        assert.deepEqual([width, height], [0, 0]);
        const { right } = await page
          .locator("table.matrix")
          .evaluate((table) => table.getBoundingClientRect());
        assert.ok(right <= viewport.width, `${right}`);
        const pageWidth = await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
        assert.equal(pageWidth, viewport.width);
        assert.deepEqual(await inPage(page, "brokenWords", headings), []);
        const numbers = await page
          .locator(".matrix .names .n")
          .evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().width));
        assert.ok(Math.max(...numbers) - Math.min(...numbers) < 1, `columns of numbers are ${numbers} wide`);
        assert.deepEqual(deeds.errors, []);
        await page.close();
      });
    }

  it("sets the sentences under the overview apart from it and from each other", async () => {
    const { page } = await browser.open(await examplesPage(), { viewport: screens[0] });
    const boxes = (selector: string) =>
      page.locator(selector).evaluateAll((found) =>
        found.map((element) => {
          const { left, top, bottom } = element.getBoundingClientRect();
          return { left, top, bottom };
        }),
      );
    const [overview] = await boxes(".glance");
    const sentences = await boxes(".points p");
    assert.ok(sentences.length > 2);
    const gaps = sentences.map(({ left, top }, index) => {
      const before = sentences[index - 1];
      const above = before?.left === left ? before : overview;
      return top - (above?.bottom ?? 0);
    });
    assert.ok(Math.min(...gaps) >= 8, `pixels above each: ${gaps}`);
    await page.close();
  });

  it("shows the signs of the two kinds of gaps larger than the others, in boxes of two forms", async () => {
    const { page } = await browser.open(await examplesPage());
    const looks = (verdict: string) =>
      page
        .locator(`.glance .tile.v-${verdict}`)
        .first()
        .evaluate((tile) => {
          const { getComputedStyle } = globalThis as unknown as {
            getComputedStyle(of: unknown): {
              borderBottomWidth: string;
              backgroundImage: string;
              fontSize: string;
            };
          };
          const { borderBottomWidth, backgroundImage } = getComputedStyle(tile);
          const [sign] = tile.getElementsByClassName("glyph");
          const size = sign === undefined ? 0 : Number.parseFloat(getComputedStyle(sign).fontSize);
          return {
            size,
            form: `${borderBottomWidth} ${backgroundImage}`,
            height: tile.getBoundingClientRect().height,
          };
        });
    const [looser, partly, other] = [
      await looks("enforced-looser"),
      await looks("partly-enforced"),
      await looks("enforced"),
    ];
    for (const { size, height } of [looser, partly]) {
      assert.ok(size >= other.size * 1.3, `${size} and ${other.size}`);
      assert.equal(height, other.height, "no row is higher for it");
    }
    assert.notEqual(looser.form, partly.form);
    await page.close();
  });

  it("breaks no name of a site inside a word, whatever the words' length and the sites' number", async () => {
    for (const [count, longer] of [
      [3, "zusammenarbeit"],
      [8, "zusammenarbeit"],
      [15, ""],
    ] as const) {
      const archives = manyArchives(count);
      const listed = archives.flatMap(({ result }, index) =>
        result === undefined
          ? []
          : [{ line: index + 1, name: `Land${longer} Ost ${index}`, id: result.site.id, parameters: {} }],
      );
      const { page } = await browser.open(
        renderReport(compare(archives, { profile: defaultProfile, listed }), texts.de),
      );
      assert.deepEqual(await inPage(page, "brokenWords", ".glance thead a"), []);
      const wide = await page
        .locator("html")
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      assert.equal(wide, 0);
      await page.close();
    }
  });

  it("sees a word that is broken", async () => {
    const { page } = await browser.open(await examplesPage());
    await inPage(page, "applyStyle", ".matrix .names th > a {width: 4em; overflow-wrap: anywhere}");
    assert.ok((await inPage<string[]>(page, "brokenWords", headings)).includes("Niemandsheim"));
    await page.close();
  });

  it("marks in the overview what an exception or a change adds, counts what is open, and puts sites together", async () => {
    const { page } = await browser.open(await examplesPage());
    const field = (site: string, policy: string) =>
      page.locator(".glance .tile", { hasText: `${site}, ${policy}` });
    assert.match((await field("Musterstadt", "Wurzeldateisystem").textContent()) ?? "", /▼, verschlechtert$/);
    assert.match((await field("Beispielkreis", "Wurzeldateisystem").textContent()) ?? "", /∗, mit Ausnahme$/);
    assert.match(
      (await field("Niemandsheim", "Wurzeldateisystem").textContent()) ?? "",
      /nicht durchgesetzt$/,
    );
    const keys = await page.locator(".overview .key").allTextContents();
    assert.deepEqual(keys.toSorted(), ["∗ mit Ausnahme", "▲ neu durchgesetzt", "▼ verschlechtert"]);
    const sites = await page.locator(".glance .names a").allTextContents();
    const open = await page.locator(".glance tfoot td").allTextContents();
    const bySite = Object.fromEntries(sites.map((site, index) => [site, open[index]]));
    assert.deepEqual(
      [bySite["Niemandsheim"], bySite["Musterstadt"], bySite["Doppelstadt"]],
      ["14", "1", "0"],
    );
    assert.deepEqual(await page.locator(".glance .tops th").allTextContents(), ["Kommunen", "Länder"]);
    await page.close();
  });

  it("leads from the overview to the evidence and on through the matrix, and adds one stop of the Tab key", async () => {
    const { page, deeds } = await browser.open(await examplesPage());
    const stops = await page
      .locator(".overview, .overview *")
      .evaluateAll(
        (all) => all.filter((element) => (element as unknown as { tabIndex: number }).tabIndex >= 0).length,
      );
    assert.equal(stops, 1, "the table as a whole, to be moved where it is wider than the screen");
    const tile = page.locator(".glance a.tile.v-not-enforced").first();
    await tile.click();
    const dialog = page.locator("#dialog");
    assert.ok(await dialog.isVisible());
    assert.ok(await dialog.locator("[name=next]").isEnabled());
    await page.keyboard.press("Escape");
    assert.ok(await tile.evaluate((link) => link.ownerDocument.activeElement === link), "the focus is back");
    assert.deepEqual(deeds.errors, []);
    await page.close();
  });

  it("says in one step who refuses: in the cell where several engines do, and by the cell's link", async () => {
    const { page } = await browser.open(await examplesPage());
    const cell = page.locator("td[id$='--disallow-privileged-containers']");
    const doppelstadt = cell.filter({ hasText: "Doppelstadt, " });
    assert.match((await doppelstadt.textContent()) ?? "", /durchgesetzt.*durch Kyverno$/);
    await doppelstadt.locator("a").click();
    const row = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
    assert.match(
      (await row.textContent()) ?? "",
      /Keine privilegierten Container.*Kyverno, \S+ dvs-disallow-privileged/s,
    );
    assert.deepEqual(await outside(page, `[id="${new URL(page.url()).hash.slice(1)}"] th`), []);
    const single = cell.filter({ hasText: "Musterstadt, " });
    assert.doesNotMatch((await single.textContent()) ?? "", /durch Validating/);
    await page.close();
  });

  it("gives enforced cells back to the arrow keys alone once these are switched off", async () => {
    const { page } = await browser.open(await examplesPage());
    const stops = () => inPage<number[]>(page, "tabStops").then(({ length }) => length);
    const before = await stops();
    await page.locator("#controls summary").first().click();
    const opened = await stops();
    assert.ok(opened > before);
    const arrows = page.locator("[name=arrows]");
    await arrows.click();
    assert.ok((await stops()) < opened);
    await arrows.click();
    assert.equal(await stops(), opened);
    await page.close();
  });

  it("does not hide the focus under the heads of the matrix that stay in sight", async () => {
    const { page } = await browser.open(await examplesPage(), { viewport: screens[0] });
    await page.locator("#matrix > .scroll").focus();
    const faults: string[] = [];
    for (const key of ["Tab", "Shift+Tab"])
      for (let step = 0; step < 70; step += 1) {
        await page.keyboard.press(key);
        const state = await inPage<FocusState>(page, "focusState");
        faults.push(...state.faults.map((fault) => `${state.name}: ${fault}`));
      }
    assert.deepEqual(faults, []);
    await page.close();
  });

  it("counts sites by policy where they are too many for a field each", async () => {
    const archives = manyArchives(25);
    const { page } = await browser.open(
      renderReport(compare(archives, { profile: defaultProfile }), texts.de),
      { viewport: screens[0] },
    );
    assert.equal(await page.locator(".shares tbody tr").count(), 14);
    assert.deepEqual(await outside(page, ".shares tr"), []);
    const numbers = await page.locator(".shares tbody tr").first().locator(".n").allTextContents();
    assert.equal(
      numbers.reduce((sum, text) => sum + Number(text), 0),
      archives.filter(({ result }) => result !== undefined).length,
    );
    await page.close();
  });
});

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { compare, renderReport, texts } from "../../aggregator/index.ts";
import { comparisonWithNamespaces, profile } from "../aggregator/comparisons.ts";
import { manyArchives } from "../aggregator/many-sites.ts";
import { browserForSuite, inPage } from "./browser.ts";
import type { FocusState } from "./focus-state.ts";
import { wholeComparison } from "./whole-comparison.ts";

/** A walk that takes more steps than this has been trapped. */
const mostSteps = 3000;

/** Presses Tab until the focus leaves the page. */
async function walk(page: Page, key: "Tab" | "Shift+Tab" = "Tab"): Promise<FocusState[]> {
  const states: FocusState[] = [];
  while (states.length < mostSteps) {
    await page.keyboard.press(key);
    const state = await inPage<FocusState>(page, "focusState");
    if (state.place < 0 || state.place === states[0]?.place) return states;
    states.push(state);
  }
  throw new Error("the focus does not leave the page");
}

function faultsOf(states: readonly FocusState[]): string[] {
  return states.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
}

describe("the page by keyboard alone", () => {
  const browser = browserForSuite();
  const ten = () => renderReport(wholeComparison(10), texts.de);

  for (const [width, height] of [
    [1280, 800],
    [320, 256],
  ] as const)
    it(`reaches everything once, in reading order, and shows where it is: ${width} by ${height} px`, async () => {
      const { page, deeds } = await browser.open(ten(), { viewport: { width, height } });
      const stops = await inPage<number[]>(page, "tabStops");
      const states = await walk(page);
      assert.deepEqual(
        states.map(({ place }) => place).join(" "),
        stops.join(" "),
        "every stop once, in the order of the page",
      );
      assert.deepEqual(faultsOf(states).slice(0, 20), []);
      assert.deepEqual(deeds.errors, []);
      await page.close();
    });

  it("goes back the same way", async () => {
    const { page } = await browser.open(ten());
    const stops = await inPage<number[]>(page, "tabStops");
    const states = await walk(page, "Shift+Tab");
    assert.equal(states.map(({ place }) => place).join(" "), stops.toReversed().join(" "));
    assert.deepEqual(faultsOf(states).slice(0, 20), []);
    await page.close();
  });

  it("does not hide the focus under what sticks to the edges of a long matrix", async () => {
    const html = renderReport(compare(manyArchives(25), { profile }), texts.de);
    const { page } = await browser.open(html, { viewport: { width: 1024, height: 600 } });
    await page.locator("#matrix [role=region]").first().focus();
    const faults: string[] = [];
    for (let step = 0; step < 120; step += 1) {
      await page.keyboard.press("Tab");
      faults.push(...faultsOf([await inPage<FocusState>(page, "focusState")]));
    }
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Shift+Tab");
      faults.push(...faultsOf([await inPage<FocusState>(page, "focusState")]));
    }
    assert.deepEqual(faults, []);
    await page.close();
  });

  it("skips to the matrix and to the deviations, and goes on from there", async () => {
    const { page } = await browser.open(ten());
    const skips = await page
      .locator("a.skip")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    assert.ok(skips.length >= 2);
    for (const [index, target] of skips.entries()) {
      await page.goto(`${page.url().split("#")[0]}`);
      for (let step = 0; step <= index; step += 1) await page.keyboard.press("Tab");
      const link = page.locator("a.skip").nth(index);
      assert.ok(await link.isVisible());
      assert.deepEqual(faultsOf([await inPage<FocusState>(page, "focusState")]), []);
      await page.keyboard.press("Enter");
      assert.equal(new URL(page.url()).hash, target);
      assert.ok(await page.locator(`${target}`).evaluate((place) => place.getBoundingClientRect().top < 200));
      await page.keyboard.press("Tab");
      const isInside = await page
        .locator(`${target}`)
        .evaluate((place) => place.contains(place.ownerDocument.activeElement));
      assert.ok(isInside, `the next stop after ${target} lies in it`);
    }
    await page.close();
  });

  it("shows a cell's evidence in place, holds the focus there, and gives it back", async () => {
    const { page, deeds } = await browser.open(ten());
    const dialog = page.locator("#dialog");
    const cells = page.locator('#matrix td a:is([href^="#e-"], [href^="#g-"])');
    const nameOf = async () => (await inPage<FocusState>(page, "focusState")).name;
    await cells.nth(1).focus();
    const cell = await nameOf();
    await page.keyboard.press("Enter");
    assert.ok(await dialog.isVisible());
    const seen = new Set<string>();
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press("Tab");
      const state = await inPage<FocusState>(page, "focusState");
      // the browser's own bar comes between the last stop and the first
      if (state.place < 0) continue;
      assert.deepEqual(faultsOf([state]), []);
      const isInside = await dialog.evaluate((place) => place.contains(place.ownerDocument.activeElement));
      assert.ok(isInside, `${state.name} lies in the dialog`);
      seen.add(state.name);
    }
    assert.ok(seen.size > 4, [...seen].join("; "));
    await page.keyboard.press("Escape");
    assert.equal(await dialog.isVisible(), false);
    assert.equal(await nameOf(), cell);
    // the evidence beside leads on, and the focus goes back to the cell that was shown last
    await page.keyboard.press("Enter");
    await dialog.locator("[name=next]").press("Enter");
    await page.keyboard.press("Escape");
    // evidence that sites share has a place for each of them, behind that of its own
    const places = await cells.evaluateAll((links) =>
      links.map((link) => /^#(?:e-.*?--|g-)[^-]*/.exec(link.getAttribute("href") ?? "")?.[0]),
    );
    const other = places.findIndex((place, index) => index > 1 && place !== places[1]);
    const last = await cells.nth(other).evaluate((link) => link.ownerDocument.activeElement === link);
    assert.ok(last, "the focus is on the next cell");
    assert.deepEqual(deeds.errors, []);
    await page.close();
  });

  it("presses the legend, types into the search, opens and resets the controls", async () => {
    const { page, deeds } = await browser.open(ten());
    const hash = () => new URL(page.url()).hash;
    const chip = page.locator("button.chip").first();
    await chip.focus();
    for (const [key, pressed] of [
      ["Enter", "true"],
      ["Space", "false"],
      ["Space", "true"],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await chip.getAttribute("aria-pressed"), pressed);
      assert.deepEqual(faultsOf([await inPage<FocusState>(page, "focusState")]), []);
    }
    assert.match(hash(), /^#states=/);
    const search = page.locator("[name=q]");
    await search.focus();
    await page.keyboard.type("root");
    assert.match(hash(), /q=root/);
    assert.match((await page.locator("#controls .status").textContent()) ?? "", /\d+ von 14/);
    const summary = page.locator("#controls summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");
    const flip = page.locator("[name=flip]");
    assert.ok(await flip.isVisible());
    const stops: string[] = [];
    while (stops.at(-1) !== "json" && stops.length < 30) {
      await page.keyboard.press("Tab");
      const state = await inPage<FocusState>(page, "focusState");
      assert.deepEqual(faultsOf([state]), []);
      stops.push(
        await page.evaluate(
          () =>
            (globalThis as unknown as { document: { activeElement: { name?: string } } }).document
              .activeElement.name ?? "",
        ),
      );
    }
    assert.ok(["sites", "policies", "flip", "arrows", "csv", "json"].every((name) => stops.includes(name)));
    await flip.press("Space");
    assert.match(hash(), /flip=1/);
    await page.locator("#controls [type=reset]").press("Enter");
    assert.equal(hash(), "");
    assert.equal(await chip.getAttribute("aria-pressed"), "false");
    assert.deepEqual(deeds.errors, []);
    await page.close();
  });

  it("leads from a cell to its evidence and back again without the script", async () => {
    const { page } = await browser.open(
      renderReport(comparisonWithNamespaces(), texts.de, { script: false }),
    );
    const cell = page.locator('#matrix td a[href^="#e-"]').first();
    const place = await cell.evaluate((link) => link.closest("td")?.id);
    await cell.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.hash !== "");
    const { hash } = new URL(page.url());
    assert.ok(await page.locator(hash).isVisible());
    const back = page.locator(`section.evidence:is(${hash}, :has(${hash})) a[href="#${place}"]`);
    await back.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.hash === `#${place}`);
    await page.close();
  });
});

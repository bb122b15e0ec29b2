import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { compare, renderReport, texts } from "../../aggregator/index.ts";
import { scratch } from "../aggregator/archives.ts";
import { archiveWith, profile } from "../aggregator/comparisons.ts";
import { inventedRun, inventedSites } from "../aggregator/invented-sites.ts";
import { args, executablePath } from "./browser.ts";
import { wholeComparison } from "./whole-comparison.ts";

describe("aggregator/report in Chromium", () => {
  const files = scratch();
  let browser: Browser | undefined;

  before(async function () {
    if (!existsSync(executablePath)) {
      console.log(`    skipped: there is no Chromium at ${executablePath}; set CHROMIUM_PATH`);
      this.skip();
    }
    browser = await chromium.launch({ executablePath, args });
  });
  after(() => browser?.close());

  /** Text and background of every element with text of its own, as the browser computes them. */
  const contrasts = () => {
    const numbers = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = ([r = 0, g = 0, b = 0]: number[]) => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const page = globalThis as unknown as {
      document: { querySelectorAll(query: string): Iterable<Element> };
      getComputedStyle(element: Element): Record<string, string>;
    };
    type Element = {
      parentElement: Element | null;
      className: string;
      childNodes: Iterable<{ nodeType: number; data?: string }>;
    };
    const low: string[] = [];
    for (const element of page.document.querySelectorAll("body *")) {
      const hasText = [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data?.trim());
      if (!hasText) continue;
      let colours: number[][] = [];
      for (let at: Element | null = element; at !== null && colours.length === 0; at = at.parentElement) {
        const { backgroundColor = "", backgroundImage = "" } = page.getComputedStyle(at);
        const fills = backgroundImage.match(/rgba?\([^)]*\)/g)?.map(numbers) ?? [];
        const [r = 0, g = 0, b = 0, alpha = 1] = numbers(backgroundColor);
        colours = [...fills, ...(alpha > 0 ? [[r, g, b]] : [])];
      }
      const text = luminance(numbers(page.getComputedStyle(element)["color"] ?? ""));
      for (const colour of colours) {
        const fill = luminance(colour);
        const ratio = (Math.max(text, fill) + 0.05) / (Math.min(text, fill) + 0.05);
        if (ratio < 4.5) low.push(`${element.className}: ${ratio.toFixed(2)}`);
      }
    }
    return [...new Set(low)];
  };

  for (const colorScheme of ["light", "dark"] as const) {
    it(`opens the page from a file without an error, readable in ${colorScheme}`, async () => {
      const path = await files.write("report.html", renderReport(wholeComparison(10), texts.de));
      const page = await browser?.newPage({ colorScheme, viewport: { width: 1280, height: 900 } });
      assert.ok(page !== undefined);
      const errors: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(path).href);
      assert.ok(await page.locator("table.matrix").isVisible());
      assert.equal(await page.locator("table.matrix tbody:not(.about) tr").count(), 14);
      const fontSize = await page.locator("h1").evaluate((element) => {
        const { getComputedStyle } = globalThis as unknown as {
          getComputedStyle(of: unknown): { fontWeight: string };
        };
        return getComputedStyle(element).fontWeight;
      });
      assert.equal(fontSize, "650", "the stylesheet is applied under the content security policy");
      await page.locator('a.box[href^="#e-"]').first().click();
      assert.match(page.url(), /#evidence=e-/);
      await page.keyboard.press("Escape");
      assert.deepEqual(errors, []);
      assert.deepEqual(
        requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")),
        [],
      );
      assert.deepEqual(await page.evaluate(contrasts), []);
      await page.close();
    });
  }

  it("tells verdicts apart by border and word where colours are forced", async () => {
    const path = await files.write("forced.html", renderReport(wholeComparison(10), texts.de));
    const page = await browser?.newPage({ forcedColors: "active" });
    assert.ok(page !== undefined);
    await page.goto(pathToFileURL(path).href);
    const cells = await page.locator(".box").evaluateAll((boxes) => {
      const { getComputedStyle } = globalThis as unknown as {
        getComputedStyle(of: unknown): Record<string, string>;
      };
      const background = getComputedStyle(boxes[0]?.ownerDocument.body)["backgroundColor"];
      return boxes.map((box) => {
        const style = getComputedStyle(box);
        const drawn = style["borderTopColor"] !== background;
        return {
          verdict: box.className,
          word: box.querySelector(".word")?.textContent,
          border: drawn ? `${style["borderStyle"]} ${style["borderWidth"]}` : "none",
        };
      });
    });
    // an old result has the form of its verdict, lighter
    const fresh = cells.filter(({ verdict }) => !verdict.includes("stale"));
    const verdicts = new Map(fresh.map((cell) => [cell.verdict, cell]));
    const found = [...verdicts.values()];
    assert.ok(found.length >= 8);
    assert.equal(new Set(found.map(({ word }) => word)).size, found.length);
    const borders = found.map(({ border }) => border).filter((border) => border !== "none");
    assert.equal(new Set(borders).size, borders.length, borders.join("; "));
    const plain = found.filter(({ border }) => border === "none").map(({ verdict }) => verdict);
    for (const verdict of plain) assert.match(verdict, /v-(enforced|missing|not-applicable)$/);
    await page.close();
  });

  it("does not take the phone's layout on paper, and loses no column of many", async () => {
    const many = Array.from({ length: 25 }, (_, index) => {
      const base = inventedSites[index % inventedSites.length];
      assert.ok(base);
      return archiveWith(inventedRun({ ...base, id: `${index}-${base.id}` }), `${index}`);
    });
    const html = renderReport(compare(many, { profile }), texts.de);
    const path = await files.write("paper.html", html);
    const page = await browser?.newPage({ viewport: { width: 700, height: 900 } });
    assert.ok(page !== undefined);
    await page.goto(pathToFileURL(path).href);
    const head = page.locator(".refusers thead").first();
    assert.equal(await head.isVisible(), false, "on a narrow screen");
    await page.emulateMedia({ media: "print" });
    assert.equal(await head.isVisible(), true, "on paper");
    // what an A4 page in landscape leaves between its margins
    await page.setViewportSize({ width: 1032, height: 700 });
    const width = await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
    assert.equal(width, 1032);
    await page.close();
  });

  it("says on paper how many attempts had the answer that several policies have in common", async () => {
    const down = inventedSites.find(({ all }) => all === "webhook-down");
    assert.ok(down);
    const html = renderReport(compare([archiveWith(inventedRun(down), "down")], { profile }), texts.de);
    const page = await browser?.newPage();
    assert.ok(page !== undefined);
    await page.goto(pathToFileURL(await files.write("folded.html", html)).href);
    await page.emulateMedia({ media: "print" });
    const summary = page.locator("details.folded > summary").first();
    assert.equal(await summary.isVisible(), true);
    assert.match((await summary.textContent()) ?? "", /\d/);
    await page.close();
  });

  it("needs no sideways scrolling of the page on a narrow screen", async () => {
    const path = await files.write("narrow.html", renderReport(wholeComparison(10), texts.de));
    const page = await browser?.newPage({ viewport: { width: 320, height: 640 } });
    assert.ok(page !== undefined);
    await page.goto(pathToFileURL(path).href);
    const width = await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth);
    assert.equal(width, 320);
    await page.close();
  });
});

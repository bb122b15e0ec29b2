import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import {
  type Audience,
  compare,
  released,
  renderDemands,
  renderReport,
  texts,
} from "../../aggregator/index.ts";
import { scratch } from "../aggregator/archives.ts";
import { allArchives, profile } from "../aggregator/comparisons.ts";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

describe("aggregator/report/page-mark in Chromium", () => {
  const files = scratch();
  let browser: Browser | undefined;

  before(async function () {
    const lacking = existsSync(executablePath)
      ? spawnSync("pdftotext", ["-v"]).error && "pdftotext (poppler-utils)"
      : `Chromium at ${executablePath} (set CHROMIUM_PATH)`;
    if (lacking !== undefined) {
      console.log(`    skipped: there is no ${lacking}`);
      this.skip();
    }
    browser = await chromium.launch({
      executablePath,
      args: ["--headless", "--no-sandbox", "--disable-gpu"],
    });
  });
  after(() => browser?.close());

  for (const [audience, line] of [
    ["group", "Nur für die Arbeitsgruppe"],
    ["site", "Nur für den Standort Musterstadt"],
    ["supplier", "Für Softwarelieferanten"],
  ] as const satisfies readonly (readonly [Audience, string])[]) {
    it(`puts the line on every sheet of paper: ${audience}`, async () => {
      const shown = released(compare(allArchives().slice(0, 2), { profile }), {
        audience,
        sites: audience === "site" ? ["Musterstadt"] : [],
      });
      const html =
        shown.kind === "demands"
          ? renderDemands(shown.demands, texts.de)
          : renderReport(shown.comparison, texts.de);
      const page = await browser?.newPage();
      assert.ok(page !== undefined);
      await page.goto(pathToFileURL(await files.write(`${audience}.html`, html)).href);
      for (const format of ["A4", "A3"]) {
        const path = join(files.path(), `${audience}-${format}.pdf`);
        await page.pdf({ path, format, landscape: true });
        const { stdout } = spawnSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
        const sheets = stdout.split("\f").slice(0, -1);
        assert.ok(sheets.length > 1);
        for (const sheet of sheets) assert.equal(sheet.trimStart().split("\n")[0], line);
      }
      await page.close();
    });
  }
});

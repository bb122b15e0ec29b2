import { readFile } from "node:fs/promises";
import type { AxeResults, RunOptions } from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { pathOf } from "./browser.ts";

/** Ways in which the page is read. */
export const modes: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
  "320 px": { viewport: { width: 320, height: 640 } },
  // 1280 by 1024 pixels of the device, each of the page's taking four by four
  "400 % zoom": { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
};

/** WCAG 2.2 AA with all that it holds of earlier versions, and what axe-core recommends beyond; no rule is left out. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** What axe-core found. */
export interface Findings {
  /** One line for each rule and place that violates it. */
  readonly violations: readonly string[];
  /** Rules of which axe-core could not tell everywhere, with the number of places. */
  readonly undecided: Readonly<Record<string, number>>;
  /** How many rules applied and passed. */
  readonly passes: number;
}

/** Lets axe-core look at an opened page. */
export async function findingsOf(page: Page): Promise<Findings> {
  await page.evaluate(await readFile(pathOf("axe-core/axe.min.js"), "utf8"));
  const options: RunOptions = {
    runOnly: { type: "tag", values: tags },
    resultTypes: ["violations", "incomplete"],
  };
  const results: AxeResults = await page.evaluate(
    (runOptions) =>
      (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(
        runOptions,
      ),
    options,
  );
  return {
    violations: results.violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary = "" }) =>
        [id, help, html.slice(0, 200), failureSummary.split("\n")[1]?.trim()].join(" | "),
      ),
    ),
    undecided: Object.fromEntries(results.incomplete.map(({ id, nodes }) => [id, nodes.length])),
    passes: results.passes.length,
  };
}

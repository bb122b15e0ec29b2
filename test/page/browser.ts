import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { scratch } from "../aggregator/archives.ts";

/** Where Chromium is. */
export const executablePath: string = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** How it is started: without a window, without calls of its own. */
export const args: string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Milliseconds to wait for what is to come: where many share a machine, layout takes seconds. */
const patience = 120_000;

/** What a page did beside being shown. */
export interface Deeds {
  /** Messages on the console, errors of scripts and violations of the content security policy. */
  readonly errors: readonly string[];
  /** Requests to anywhere but the file itself. */
  readonly requests: readonly string[];
  /** Dialogs that it opened (alert and the like). */
  readonly dialogs: readonly string[];
}

/** A page in the browser, with what it did so far. */
export interface Opened {
  readonly page: Page;
  readonly deeds: Deeds;
}

/** A suite's browser. */
export interface TestBrowser {
  /** Writes the page to a file and opens it from there, as a reader of a mail does. */
  open(html: string, options?: BrowserContextOptions): Promise<Opened>;
}

/** Starts the browser for a suite and ends it after; without a browser the suite is skipped, and says so. */
export function browserForSuite(): TestBrowser {
  const files = scratch();
  let browser: Browser | undefined;
  let count = 0;

  before(async function () {
    if (!existsSync(executablePath)) {
      console.log(`    skipped: there is no Chromium at ${executablePath}; set CHROMIUM_PATH`);
      this.skip();
    }
    browser = await chromium.launch({ executablePath, args });
  });
  after(() => browser?.close());

  return {
    open: async (html, options = {}) => {
      if (browser === undefined) throw new Error("the browser starts before the first test");
      count += 1;
      const path = await files.write(`page-${count}.html`, html);
      const page = await browser.newPage({ viewport: { width: 1280, height: 1024 }, ...options });
      page.setDefaultTimeout(patience);
      const deeds = watched(page);
      await page.goto(pathToFileURL(path).href);
      return { page, deeds };
    },
  };
}

function watched(page: Page): Deeds {
  const errors: string[] = [];
  const requests: string[] = [];
  const dialogs: string[] = [];
  page.on("console", (message) => errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("file:") && !url.startsWith("data:")) requests.push(url);
  });
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return { errors, requests, dialogs };
}

/** Where a library lies that is put into pages. */
export function pathOf(library: string): string {
  return createRequire(import.meta.url).resolve(library);
}

/**
 * Runs one of the functions of test/in-page in the page. They know the browser's objects and nothing else, and are
 * checked by a tsconfig of their own.
 * @param name of the file and of the function in it
 */
export async function inPage<Result>(page: Page, name: string, argument?: unknown): Promise<Result> {
  const file = new URL(`../in-page/${name}.ts`, import.meta.url);
  const functions: Readonly<Record<string, (argument: unknown) => Result>> = await import(file.href);
  const run = functions[name];
  if (run === undefined) throw new Error(`${file.href} has a function ${name}`);
  return page.evaluate<Result, unknown>(run, argument);
}

import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
];

/** A page in Chromium, and what it complained of: messages on the console, violations of the policy, requests. */
export interface OpenedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/**
 * Opens files in one Chromium, as a reader does: by their file: address.
 * @returns undefined if there is none, with a line that says so
 */
export async function startChromium(): Promise<
  | {
      open(path: string, options?: BrowserContextOptions, hash?: string): Promise<OpenedPage>;
      close: Browser["close"];
    }
  | undefined
> {
  if (!existsSync(executablePath)) {
    console.log(`    skipped: there is no Chromium at ${executablePath}; set CHROMIUM_PATH`);
    return undefined;
  }
  const browser = await chromium.launch({ executablePath, args });
  return {
    async open(path, options = {}, hash = "") {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!/^(?:file|data|blob):/.test(request.url())) complaints.push(request.url());
      });
      await page.goto(`${pathToFileURL(path).href}${hash}`);
      return { page, complaints };
    },
    close: () => browser.close(),
  };
}

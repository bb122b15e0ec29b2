/**
 * Takes the pictures of the report anew: the README's of the examples, and references of 1, 8, 50 and 500 sites (the
 * larger ones are those of the benchmark, which are invented). Takes Chromium: CHROMIUM_PATH, else /usr/bin/chromium.
 *
 *   npm run pictures
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { defaultProfile } from "#policies";
import { type Archive, compare, renderReport, texts } from "../aggregator/index.ts";
import { manySites } from "../bench/many-sites.ts";
import { exampleArchives, examplesComparison } from "../demo/example-files.ts";

interface Picture {
  readonly file: string;
  readonly page: string;
  /** The part of the page that is shown; its beginning unless told. */
  readonly part?: "#matrix";
  /** What the browser is like, if it is no usual screen. */
  readonly screen?: Screen;
}

interface Screen {
  /** In pixels. */
  readonly viewport: { readonly width: number; readonly height: number };
  /** Pixels of the picture to one of these. */
  readonly deviceScaleFactor: number;
}

const images = join(import.meta.dirname, "../docs/images");
const usual: Screen = { viewport: { width: 1400, height: 900 }, deviceScaleFactor: 1 };
/** All sites of the examples, as small as a page of a repository shows it. */
const large: Screen = { viewport: { width: 1560, height: 1060 }, deviceScaleFactor: 0.7 };

const reference = (page: string, sites: number): Picture => ({ file: `reference/sites-${sites}.png`, page });

async function pictures(): Promise<Picture[]> {
  const [first] = await exampleArchives("round-2");
  if (first === undefined) throw new Error("There are no examples: npm run record");
  const eight = renderReport(await examplesComparison(), texts.de);
  return [
    { file: "report.png", page: eight, part: "#matrix", screen: large },
    reference(pageOf([first]), 1),
    reference(eight, 8),
    ...[50, 500].map((count) => reference(pageOf(manySites(count)), count)),
  ];
}

function pageOf(archives: readonly Archive[]): string {
  return renderReport(compare(archives, { profile: defaultProfile, listed: [] }), texts.de);
}

const folder = await mkdtemp(join(tmpdir(), "dvs-pictures-"));
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  for (const { file, page: html, part = "", screen = usual } of await pictures()) {
    const path = join(folder, "report.html");
    await writeFile(path, html);
    const page = await browser.newPage({ ...screen, colorScheme: "light" });
    await page.goto(`${pathToFileURL(path).href}${part}`);
    const { byteLength } = await page.screenshot({ path: join(images, file) });
    await page.close();
    process.stdout.write(`${file}  ${Math.round(byteLength / 1000)} kB\n`);
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

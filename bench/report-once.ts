/**
 * One report in a process of its own, as the command makes it: the archives in a folder are read, then the model and the
 * page are timed. Prints a line of JSON.
 */
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultProfile } from "#policies";
import { type Archive, compare, readArchive, renderReport, texts } from "../aggregator/index.ts";

const [folder = "", output = ""] = process.argv.slice(2);
const archives: Archive[] = [];
for (const name of (await readdir(folder)).sort()) archives.push(await readArchive(join(folder, name)));
const begin = performance.now();
const comparison = compare(archives, { profile: defaultProfile });
const modelled = performance.now();
const page = renderReport(comparison, texts.de);
const rendered = performance.now();
await writeFile(output, page);
process.stdout.write(
  JSON.stringify({
    model: (modelled - begin) / 1000,
    render: (rendered - modelled) / 1000,
    bytes: Buffer.byteLength(page),
    peak: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
);

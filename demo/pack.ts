import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { type RunResult, writeJUnit } from "#results";

/**
 * Packs a result in the layout of Sonobuoy's archives, marked as packed by the demo: it did not come from Sonobuoy.
 * @param path the archive to write
 */
export async function packResult(result: RunResult, path: string): Promise<void> {
  const mtime = new Date(result.run.finished);
  // an identity of its own, as Sonobuoy gives every run, yet the same for the same run
  const uuid = createHash("sha256")
    .update(result.run.id)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5");
  const members: readonly (readonly [string, string])[] = [
    ["meta/config.json", JSON.stringify({ UUID: uuid })],
    ["meta/dvs-packed-by.json", JSON.stringify({ packedBy: "demo" })],
    ["meta/info.json", JSON.stringify({ plugins: ["dvs"] })],
    ["plugins/dvs/results/global/junit.xml", writeJUnit(result)],
  ];
  const archive = pack();
  for (const [name, content] of members) archive.entry({ name, mtime, mode: 0o644 }, content);
  archive.finalize();
  await writeFile(path, await buffer(archive.pipe(createGzip({ level: 9 }))));
}

import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";

/** What is packed, and who packs it. */
export interface Parcel {
  /** The plugin's result file, to the byte. */
  readonly junit: string;
  readonly run: { readonly id: string; readonly finished: string };
  /** Who packed it, as reports will say. */
  readonly packedBy: string;
}

/**
 * A result in the layout of Sonobuoy's archives, marked as packed by somebody else: it did not come from Sonobuoy.
 * The same parcel gives the same bytes.
 */
export async function packed({ junit, run, packedBy }: Parcel): Promise<Buffer> {
  const mtime = new Date(run.finished);
  // an identity of its own, as Sonobuoy gives every run, yet the same for the same run
  const uuid = createHash("sha256")
    .update(run.id)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5");
  const members: readonly (readonly [string, string])[] = [
    ["meta/config.json", JSON.stringify({ UUID: uuid })],
    ["meta/dvs-packed-by.json", JSON.stringify({ packedBy })],
    ["meta/info.json", JSON.stringify({ plugins: ["dvs"] })],
    ["plugins/dvs/results/global/junit.xml", junit],
  ];
  const archive = pack();
  for (const [name, content] of members) archive.entry({ name, mtime, mode: 0o644 }, content);
  archive.finalize();
  return buffer(archive.pipe(createGzip({ level: 9 })));
}

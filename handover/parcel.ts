import { createHash } from "node:crypto";
import { pack } from "./pack.ts";

/** What is packed, and who packs it. */
interface Parcel {
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
  // an identity of its own, as Sonobuoy gives every run, yet the same for the same run
  const uuid = createHash("sha256")
    .update(run.id)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, "$1-$2-$3-$4-$5");
  const members = [
    { name: "meta/config.json", content: JSON.stringify({ UUID: uuid }) },
    { name: "meta/dvs-packed-by.json", content: JSON.stringify({ packedBy }) },
    { name: "meta/info.json", content: JSON.stringify({ plugins: ["dvs"] }) },
    { name: "plugins/dvs/results/global/junit.xml", content: junit },
  ];
  return pack(members, new Date(run.finished));
}

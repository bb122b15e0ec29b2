import { stat } from "node:fs/promises";
import { sniff } from "./sniff.ts";

/** Whether an archive lies at a path, by its first bytes. A path that cannot be read holds none. */
export async function isArchiveFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile() && ["gzip", "tar"].includes(await sniff(path));
  } catch {
    return false;
  }
}

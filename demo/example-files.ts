import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { defaultProfile } from "#policies";
import { type Archive, compare, exports, readArchive, texts } from "../aggregator/index.ts";

/** The recorded examples. */
export const examples: string = join(import.meta.dirname, "../examples");

/** The folders of the two rounds, in their order. */
export const roundFolders = ["round-1", "round-2"] as const;

/** The paths of a round's archives, by name. */
export async function archivesOf(round: (typeof roundFolders)[number], folder: string): Promise<string[]> {
  const names = await readdir(join(folder, round));
  return names.sort().map((name) => join(folder, round, name));
}

/** What `dvs report --json` writes of the first round: what the second one is compared with. */
export async function lastRoundJson(): Promise<string> {
  const archives: Archive[] = [];
  for (const path of await archivesOf("round-1", examples)) archives.push(await readArchive(path));
  return exports.json(compare(archives, { profile: defaultProfile }), texts.de);
}

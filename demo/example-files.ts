import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultProfile } from "#policies";
import {
  type Archive,
  type Comparison,
  compare,
  exports,
  readArchive,
  readRound,
  readSitesFile,
  readWaiversFile,
  texts,
} from "../aggregator/index.ts";

/** The recorded examples. */
export const examples: string = join(import.meta.dirname, "../examples");

/** The folders of the two rounds, in their order. */
export const roundFolders = ["round-1", "round-2"] as const;

/** The paths of a round's archives, by name. */
export async function archivesOf(round: (typeof roundFolders)[number], folder: string): Promise<string[]> {
  const names = await readdir(join(folder, round));
  return names.sort().map((name) => join(folder, round, name));
}

/** The archives of a round of the examples. */
export async function exampleArchives(round: (typeof roundFolders)[number]): Promise<Archive[]> {
  const archives: Archive[] = [];
  for (const path of await archivesOf(round, examples)) archives.push(await readArchive(path));
  return archives;
}

/** What `dvs report --json` writes of the first round: what the second one is compared with. */
export async function lastRoundJson(): Promise<string> {
  return exports.json(compare(await exampleArchives("round-1"), { profile: defaultProfile }), texts.de);
}

/** The second round of the examples as the demo shows it: with its lists, compared with the first. */
export async function examplesComparison(): Promise<Comparison> {
  const text = (name: string) => readFile(join(examples, name), "utf8");
  return compare(await exampleArchives("round-2"), {
    profile: defaultProfile,
    listed: readSitesFile(await text("sites.yaml")),
    waivers: readWaiversFile(await text("waivers.yaml")),
    previous: [readRound("last-round.json", Buffer.from(await lastRoundJson()))],
  });
}

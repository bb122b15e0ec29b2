import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Contents, surplusFolders } from "./contents.ts";
import { beyond, type Kept } from "./kept.ts";
import type { Limits } from "./limits.ts";
import { errorsFolder, isElsewhere, isWanted, memberNames, resultsFolder } from "./member.ts";

/** How deep Sonobuoy's folder of errors is: one folder for each node. */
const errorsDepth = 2;

/** How deep the data of a cluster lie in an unpacked archive: podlogs/NAMESPACE/POD/logs/FILE. */
const surplusDepth = 4;

/**
 * Keeps the wanted files of an unpacked archive or of a plugin's output folder. Only the known relative paths are
 * looked at, and no symbolic link is followed.
 * @param contents counts what is kept, and the data of the cluster beside it
 * @returns where a result lies that was not handed over as a Job's
 * @throws ArchiveError beyond the limits
 */
export async function readFolder(
  folder: string,
  kept: Kept,
  contents: Contents,
  limits: Limits,
): Promise<{ readonly elsewhere?: string }> {
  const errors = await filesBelow(folder, errorsFolder, errorsDepth);
  const names = [...Object.values(memberNames), ...errors.filter(isWanted)];
  if (names.length > limits.members) throw beyond("members", limits);
  for (const name of names) {
    const bytes = (await isPlain(folder, name)) ? await readPlain(folder, name, kept) : undefined;
    if (bytes === undefined) continue;
    kept.add({ name, bytes });
    contents.count(name, bytes.byteLength);
  }
  for (const name of await surplusBelow(folder))
    contents.count(name, (await lstat(join(folder, name)).catch(() => undefined))?.size ?? 0);
  const elsewhere = (await filesBelow(folder, resultsFolder, 1)).find(isElsewhere);
  return elsewhere === undefined ? {} : { elsewhere };
}

/** Files that the comparison does not need, in the folders that only Sonobuoy makes; other folders are not looked at. */
async function surplusBelow(folder: string): Promise<string[]> {
  const plugins = (await isPlain(folder, "plugins")) ? await readdir(join(folder, "plugins")) : [];
  const others = plugins.filter((name) => name !== "dvs").map((name) => `plugins/${name}`);
  const found: string[] = [];
  for (const name of [...surplusFolders, ...others])
    found.push(...(await filesBelow(folder, name, surplusDepth)));
  return found;
}

async function filesBelow(folder: string, below: string, depth: number): Promise<string[]> {
  if (!(await isPlain(folder, below))) return [];
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  const names: string[] = [];
  for (const entry of entries) {
    const name = `${below}/${entry.name}`;
    if (entry.isFile()) names.push(name);
    else if (entry.isDirectory() && depth > 0) names.push(...(await filesBelow(folder, name, depth - 1)));
  }
  return names.sort();
}

/** Whether a path is there and leads through no symbolic link. */
async function isPlain(folder: string, name: string): Promise<boolean> {
  let path = folder;
  for (const part of name.split("/")) {
    path = join(path, part);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined || !(found.isFile() || found.isDirectory())) return false;
  }
  return true;
}

async function readPlain(folder: string, name: string, kept: Kept): Promise<Uint8Array | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    const facts = await file.stat();
    if (!facts.isFile()) return undefined;
    kept.demand(name, facts.size);
    return await file.readFile();
  } finally {
    await file?.close();
  }
}

import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isArchiveFile, type Text } from "../aggregator/index.ts";
import { InputError } from "./input-error.ts";

/** Where a report is written, by option as it is typed, e.g. `--json`; undefined where it was not given. */
export type Targets = Readonly<Record<string, string | undefined>>;

/**
 * Refuses places for the report that would cost something: an input, any other archive, or the same file twice.
 * @param inputs paths of the sites, and of everything else that is read
 * @throws InputError before anything is written
 */
export async function checkTargets(targets: Targets, inputs: readonly string[], text: Text): Promise<void> {
  const given = Object.entries(targets).flatMap(([option, path]) =>
    path === undefined ? [] : [{ option, path }],
  );
  const inputPlaces = new Set(await Promise.all(inputs.map(placeOf)));
  const taken = new Map<string, string>();
  for (const { option, path } of given) {
    if (path.trim() === "") throw new InputError(text.cli.noPath(option));
    const place = await placeOf(path);
    const other = taken.get(place);
    if (other !== undefined) throw new InputError(text.cli.sameTarget([other, option], path));
    taken.set(place, option);
  }
  for (const { path } of given) {
    if (await isArchiveFile(path)) throw new InputError(text.cli.overArchive(path));
    if ((await isFile(path)) && inputPlaces.has(await placeOf(path)))
      throw new InputError(text.cli.overInput(path));
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/** What two paths of the same file have in common, whatever links lead to it. */
export async function placeOf(path: string): Promise<string> {
  const facts = await stat(path).catch(() => undefined);
  return facts === undefined ? resolve(path) : `${facts.dev} ${facts.ino}`;
}

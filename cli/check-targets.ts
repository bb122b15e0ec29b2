import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isArchiveFile, type Text } from "../aggregator/index.ts";
import { InputError } from "./input-error.ts";

/** Where a report is written, by option. */
export interface Targets {
  readonly output: string;
  readonly json: string | undefined;
}

/**
 * Refuses places for the report that would cost something: an input, any other archive, or the same file twice.
 * @param inputs paths of the sites
 * @throws InputError before anything is written
 */
export async function checkTargets(
  { output, json }: Targets,
  inputs: readonly string[],
  text: Text,
): Promise<void> {
  if (output.trim() === "") throw new InputError(text.cli.noPath("-o"));
  if (json?.trim() === "") throw new InputError(text.cli.noPath("--json"));
  if (json !== undefined && (await placeOf(json)) === (await placeOf(output)))
    throw new InputError(text.cli.sameTarget(output));
  const places = new Set(await Promise.all(inputs.map(placeOf)));
  for (const path of json === undefined ? [output] : [output, json]) {
    const overInput = (await isFile(path)) && places.has(await placeOf(path));
    if (overInput || (await isArchiveFile(path))) throw new InputError(text.cli.overArchive(path));
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

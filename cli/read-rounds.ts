import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { mostRoundBytes, type Round, RoundError, readRound, type Text } from "../aggregator/index.ts";
import { placeOf } from "./check-targets.ts";
import { InputError } from "./input-error.ts";

/**
 * Reads the reports of earlier rounds, one after the other: they may be large.
 * @param targets where this report is written
 * @throws InputError for what is no such report, or would be written over
 */
export async function readRounds(
  paths: readonly string[],
  targets: readonly string[],
  text: Text,
): Promise<Round[]> {
  const written = await Promise.all(targets.map(placeOf));
  const rounds: Round[] = [];
  for (const path of paths) {
    if (path.trim() === "") throw new InputError(text.cli.noPath("--previous"));
    if (written.includes(await placeOf(path))) throw new InputError(text.rounds.overPrevious(path));
    rounds.push(await readOne(path, text));
  }
  return rounds;
}

async function readOne(path: string, text: Text): Promise<Round> {
  try {
    const { size } = await stat(path);
    if (size > mostRoundBytes)
      throw new RoundError({ kind: "too-large", megabytes: mostRoundBytes / 1024 / 1024 }, basename(path));
    return readRound(basename(path), await readFile(path));
  } catch (cause) {
    if (cause instanceof RoundError)
      throw new InputError(text.rounds.problem(cause.problem, path), { cause });
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    throw new InputError(text.cli.noRead(path, String(cause.code)), { cause });
  }
}

import { type RunResult, readJUnit } from "#results";
import { beyond } from "./kept.ts";
import type { Limits } from "./limits.ts";
import type { Member } from "./member.ts";
import { ArchiveError } from "./problem.ts";

/**
 * The run that a JUnit member holds.
 * @throws ArchiveError with what is wrong with it
 */
export function readResult({ name: member, bytes }: Member, limits: Limits): RunResult {
  const text = textOf(member, bytes);
  let cases = 0;
  for (let at = text.indexOf("<testcase"); at >= 0; at = text.indexOf("<testcase", at + 1)) cases += 1;
  if (cases > limits.testCases) throw beyond("testCases", limits, member);
  try {
    return readJUnit(text);
  } catch (cause) {
    // whatever a foreign file does to the reader, the other sites must not suffer from it
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new ArchiveError({ kind: "junit", member, detail }, { cause });
  }
}

function textOf(member: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ArchiveError({ kind: "junit", member, detail: "the file is not in UTF-8" }, { cause });
  }
}

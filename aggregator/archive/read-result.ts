import { isPolicyId } from "#policies";
import { type RunResult, readJUnit } from "#results";
import { probedVantages } from "../comparison/probed-vantages.ts";
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
  if (isMoreThan(limits.testCases, "<testcase", text)) throw beyond("testCases", limits, member);
  if (isMoreThan(limits.elements, "<", text)) throw beyond("elements", limits, member);
  if (isMoreThan(limits.attributes, "=", text)) throw beyond("attributes", limits, member);
  const result = parsed(text, member);
  const strange = new Set(result.probes.map(({ policy }) => policy).filter((policy) => !isPolicyId(policy)));
  if (strange.size > limits.unknownPolicies) throw beyond("unknownPolicies", limits, member);
  if (probedVantages(result).length > limits.vantages) throw beyond("vantages", limits, member);
  return result;
}

function isMoreThan(most: number, part: string, text: string): boolean {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0 && count <= most; at = text.indexOf(part, at + 1)) count += 1;
  return count > most;
}

function parsed(text: string, member: string): RunResult {
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

import { verdicts } from "#results";
import {
  type Comparison,
  hasFinding,
  isWaiverFinding,
  type Text,
  waivedFindings,
} from "../aggregator/index.ts";
import { InputError } from "./input-error.ts";

/** Words beside the verdicts that `--fail-on` takes. */
export const failOnWords = ["open", "gaps", "undetermined", "regression", "waivers", "stale"] as const;

const known: readonly string[] = [...failOnWords, ...verdicts];

/** What of the other options `--fail-on` depends on. */
interface Given {
  readonly waivers: string | undefined;
  readonly staleAfter: number;
  readonly previous: readonly string[];
}

/**
 * The words of a comma list.
 * @throws InputError for one that is not known, or that can find nothing by the other options
 */
export function failOnNames(
  list: string | undefined,
  { waivers, staleAfter, previous }: Given,
  text: Text,
): string[] {
  const names = (list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InputError(text.cli.unknownFailOn(unknown, known));
  if (names.includes("regression") && previous.length === 0) throw new InputError(text.rounds.noPrevious);
  if (names.includes("waivers") && waivers === undefined) throw new InputError(text.waivers.failOnNeedsFile);
  if (names.includes("stale") && staleAfter === 0) throw new InputError(text.waivers.failOnNeedsDays);
  return names;
}

/** What of the wanted words was found. */
export function failing(comparison: Comparison, wanted: readonly string[]): string[] {
  return wanted.filter((name) => {
    if (name === "waivers") return (comparison.waivers ?? []).some(isWaiverFinding);
    if (name === "stale")
      return comparison.sites.some(({ notes }) => notes.some(({ kind }) => kind === "stale"));
    if (name === "regression")
      return comparison.sites.some(({ cells }) => cells.some(({ change }) => change?.kind === "regressed"));
    return hasFinding(comparison, name);
  });
}

/** What is said of waivers beside: those that want attention, and what was left out because of others. */
export function waiverLines(comparison: Comparison, wanted: readonly string[], text: Text): string {
  const attention = text.waivers.attention(comparison.waivers ?? []);
  const leftOut = waivedFindings(comparison, wanted);
  const lines = [...attention, ...(leftOut > 0 ? [text.waivers.leftOut(leftOut)] : [])];
  return lines.map((line) => `${line}\n`).join("");
}

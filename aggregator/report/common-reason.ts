import { levels } from "#results";
import type { Cell } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { reasonText } from "./verdict-sentence.ts";

/** Why nothing could be determined about any of some cells, if all have the same cause; a sentence. */
export function commonReason(cells: readonly Cell[], text: Text): string | undefined {
  const reasons = new Set(cells.map((cell) => reasonOf(cell, text)));
  const [reason, ...others] = reasons;
  return others.length === 0 ? reason : undefined;
}

function reasonOf({ verdict, worst }: Cell, text: Text): string | undefined {
  if (levels[verdict] !== "undetermined") return undefined;
  return verdict === "over-blocking" ? text.cases.refusesAll : worst && reasonText(worst, text);
}

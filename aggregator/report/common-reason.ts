import { levels } from "#results";
import type { Cell } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { reasonText } from "./verdict-sentence.ts";

/**
 * Why nothing could be determined about any of some cells, if all have the same cause; a sentence. It names a webhook if
 * it is the same of all.
 */
export function commonReason(cells: readonly Cell[], text: Text): string | undefined {
  const [named, ...otherNamed] = new Set(cells.map((cell) => reasonOf(cell, true, text)));
  if (otherNamed.length === 0) return named;
  const [plain, ...otherPlain] = new Set(cells.map((cell) => reasonOf(cell, false, text)));
  return otherPlain.length === 0 ? plain : undefined;
}

function reasonOf({ verdict, worst }: Cell, isNamed: boolean, text: Text): string | undefined {
  if (levels[verdict] !== "undetermined") return undefined;
  return verdict === "over-blocking" ? text.cases.refusesAll : worst && reasonText(worst, text, isNamed);
}

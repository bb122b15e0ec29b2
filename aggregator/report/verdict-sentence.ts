import type { Verdict } from "#results";
import type { Cell, VantageVerdict } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { numbersOf } from "./cell-view.ts";

/** Why a verdict is as it is. */
export function sentenceOf(verdict: Verdict, vantage: Cell["worst"], text: Text): string {
  return text.verdictSentence(verdict, numbersOf(vantage), vantage && reasonText(vantage, text));
}

/** Why a verdict is inconclusive; what is not believed or not there comes first, for its reason says too little. */
export function reasonText(
  { reason, kind, probes, undecided }: VantageVerdict,
  text: Text,
): string | undefined {
  if (reason === undefined) return undefined;
  const doubted = probes.find((probe) => probe.doubted && undecided.includes(probe.probe))?.doubted;
  if (doubted !== undefined) return text.doubted[doubted];
  return kind === undefined ? text.evidence.notProbed : text.reasons[reason];
}

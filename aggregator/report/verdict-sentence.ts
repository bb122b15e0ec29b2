import type { Verdict } from "#results";
import type { Cell, VantageVerdict } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { numbersOf } from "./cell-view.ts";
import { engineName } from "./probe-view.ts";

/** Why a verdict is as it is. */
export function sentenceOf(verdict: Verdict, vantage: Cell["worst"], text: Text): string {
  return text.verdictSentence(verdict, numbersOf(vantage), vantage && reasonText(vantage, text));
}

/**
 * Why a verdict is inconclusive; what is not believed or not there comes first, for its reason says too little.
 * @param isNamed whether a webhook that could not be called is named
 */
export function reasonText(
  { reason, kind, probes, undecided, unreachable }: VantageVerdict,
  text: Text,
  isNamed = true,
): string | undefined {
  if (reason === undefined) return undefined;
  const doubted = probes.find((probe) => probe.doubted && undecided.includes(probe.probe))?.doubted;
  if (doubted !== undefined) return text.doubted[doubted];
  if (isNamed && kind !== undefined && unreachable !== undefined)
    return text.cases.unreachable(unreachable, (engine) => engineName(engine, text));
  return kind === undefined ? text.evidence.notProbed : text.reasons[reason];
}

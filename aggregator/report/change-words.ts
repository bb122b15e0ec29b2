import type { Change } from "../comparison/change.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import { date } from "./format.ts";

/** The kind of a change as it is shown. */
export function changeGroup({ kind, direction }: Change): ChangeGroup {
  return direction === "worse" && kind === "not-comparable" ? "not-comparable-worse" : kind;
}

/** What became of a cell, in sentences. */
export function changeSentence(change: Change, text: Text): string {
  const { before, since, earlier = false, reasons = [] } = change;
  const words = { before: text.verdicts[before], date: date(since, text.language), earlier };
  return [
    text.rounds.change(changeGroup(change), words),
    ...reasons.map((reason) => text.rounds.reasons[reason]),
  ].join(" ");
}

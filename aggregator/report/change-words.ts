import type { Change } from "../comparison/change.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import { momentFormat } from "./format.ts";

/** The kind of a change as it is shown. */
export function changeGroup({ kind, direction }: Change): ChangeGroup {
  return direction === "worse" && kind === "not-comparable" ? "not-comparable-worse" : kind;
}

/**
 * What became of a cell, in sentences.
 * @param now end of the run that is compared, ISO 8601: of two runs of one day, the earlier is named by the clock
 */
export function changeSentence(change: Change, now: string, text: Text): string {
  const { before, since, earlier = false, reasons = [] } = change;
  const moment = momentFormat([since, now], text.language);
  const words = { before: text.verdicts[before], date: moment(since), earlier };
  return [
    text.rounds.change(changeGroup(change), words),
    ...reasons.map((reason) => text.rounds.reasons[reason]),
  ].join(" ");
}

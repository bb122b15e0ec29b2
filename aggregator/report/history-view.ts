import type { Cell } from "../comparison/comparison.ts";
import type { PastVerdict } from "../comparison/history.ts";
import { glyphs } from "../text/glyphs.ts";
import type { Text } from "../text/text.ts";
import { momentFormat } from "./format.ts";

/** Where more sites than this are compared, only what changed has a history. */
export const mostWithHistory = 20;

/** The verdicts of a cell over the rounds. */
export interface HistoryView {
  readonly label: string;
  /** A sign for each run, oldest first; for the eye only. */
  readonly signs: string;
  /** The same in words. */
  readonly words: string;
}

/** @param always whether to show one in which nothing ever changed */
export function historyView(
  { history = [] }: Pick<Cell, "history">,
  always: boolean,
  text: Text,
): HistoryView | undefined {
  const steps = history.filter(
    ({ verdict, otherwise }, index) => verdict !== history[index - 1]?.verdict || otherwise === true,
  );
  const [first] = steps;
  if (first === undefined || history.length < 2 || (steps.length === 1 && !always)) return undefined;
  const moment = momentFormat(
    history.map(({ time }) => time),
    text.language,
  );
  const day = ({ time }: PastVerdict) => moment(time);
  const { rounds, verdicts } = text;
  return {
    label: rounds.history,
    signs: history.map(({ verdict, otherwise }) => `${otherwise ? "≠ " : ""}${glyphs[verdict]}`).join(" "),
    words:
      steps.length === 1
        ? rounds.always(verdicts[first.verdict], history.length, day(first))
        : steps
            .map((step) => rounds.from(verdicts[step.verdict], day(step), step.otherwise === true))
            .join("; "),
  };
}

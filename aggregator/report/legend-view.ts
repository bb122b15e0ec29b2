import { levels, type Verdict, verdicts } from "#results";
import type { Summary } from "../comparison/comparison.ts";
import { levelOrder } from "../text/glyphs.ts";
import type { Text } from "../text/text.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";

/** The levels that occur, with their verdicts. */
export type LegendView = readonly {
  readonly level: string;
  readonly word: string;
  readonly hint: string;
  readonly count: string;
  /** The one verdict, if it is called as the level is. */
  readonly sign: VerdictView | undefined;
  readonly verdicts: readonly (VerdictView & {
    readonly count: string;
    /** By which cells of a dense matrix are named. */
    readonly id: string;
    /** The one word in the matrix, where it has no room for more. */
    readonly short: string | undefined;
  })[];
}[];

/** Id of a verdict's word in the legend. */
export function wordId(verdict: Verdict): string {
  return `w${verdicts.indexOf(verdict)}`;
}

/** Only verdicts that occur are explained. */
export function legendView(summary: Summary, dense: boolean, text: Text): LegendView {
  const number = new Intl.NumberFormat(text.locale);
  return levelOrder
    .filter((level) => summary.levels[level] > 0)
    .map((level) => {
      const word = text.levels[level];
      const found = verdicts.filter((verdict) => levels[verdict] === level && summary.verdicts[verdict] > 0);
      const [first, ...others] = found.map((verdict) => verdictView(verdict, text));
      return {
        level,
        word,
        hint: text.levelHints[level],
        count: number.format(summary.levels[level]),
        sign: others.length === 0 && first?.word === word ? first : undefined,
        verdicts: found.map((verdict) => ({
          ...verdictView(verdict, text),
          count: number.format(summary.verdicts[verdict]),
          id: wordId(verdict),
          short:
            dense && text.page.short[verdict] !== text.verdicts[verdict]
              ? text.page.short[verdict]
              : undefined,
        })),
      };
    });
}

import type { Language } from "#policies";
import type { Totals } from "../check-paths.ts";
import type { TextReport } from "../check-text.ts";
import type { Remark } from "../remark.ts";

/** What a format is told about its surroundings. */
export interface FormatOptions {
  readonly language: Language;
  /** Version of this program. */
  readonly version: string;
  /** Whether the reader is a terminal that shows colours. */
  readonly colour: boolean;
}

/** A way to write findings down, piece by piece, so that not all of them are in memory where the format permits. */
export interface Format {
  readonly begin: () => string;
  readonly report: (report: TextReport) => string;
  /** @param remarks what concerns the check as a whole */
  readonly end: (remarks: readonly Remark[], totals: Totals) => string;
  /** What was not written down and has to be done by hand, in sentences; asked for at the end. */
  readonly left?: () => readonly string[];
}

/** Makes a format ready for one run. */
export type FormatOf = (options: FormatOptions) => Format;

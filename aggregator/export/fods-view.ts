import type { Language } from "#policies";
import type { Verdict } from "#results";

/**
 * A cell of a spreadsheet: a text (of several lines), a figure or a time; nothing of these: empty. A field that does
 * not apply is undefined, never absent.
 */
export interface FodsCell {
  /** Names a style of the template. */
  readonly style: string;
  readonly lines: readonly string[] | undefined;
  /** Figures are printed as text, so that 0 is not taken for nothing. */
  readonly figure: string | undefined;
  /** A time without its zone, as ODF has it. */
  readonly when: string | undefined;
  /** The time as it is shown by a program that knows no formats. */
  readonly shown: string | undefined;
}

/** Widths of columns; styles of the template. */
export type FodsWidth = "narrow" | "medium" | "wide" | "prose";

/** A sheet; its heading rows and columns stay on the screen, and are repeated on each page. */
export interface FodsSheet {
  readonly name: string;
  readonly paper: "a3" | "a4";
  readonly headColumns: readonly FodsWidth[];
  readonly columns: readonly FodsWidth[];
  readonly headRows: readonly (readonly FodsCell[])[];
  readonly rows: readonly (readonly FodsCell[])[];
}

/** What the template of the spreadsheet shows. */
export interface FodsView {
  readonly language: Language;
  readonly country: string;
  readonly tool: string;
  readonly title: string;
  /** The classification line. */
  readonly marking: string;
  readonly pageWord: string;
  readonly now: string | undefined;
  readonly sheets: readonly FodsSheet[];
  /** Tables that can be filtered. */
  readonly filters: readonly { readonly name: string; readonly range: string }[];
}

const empty = { lines: undefined, figure: undefined, when: undefined, shown: undefined };

/** A cell without a content. */
export function emptyCell(style: string = "plain"): FodsCell {
  return { ...empty, style };
}

/** A text; line ends begin a new paragraph. */
export function textCell(value: string, style: string = "plain"): FodsCell {
  return value === "" ? emptyCell(style) : { ...empty, style, lines: value.split("\n") };
}

/** A number of ours. */
export function figureCell(value: number): FodsCell {
  return { ...empty, style: "count", figure: String(value) };
}

/**
 * A time.
 * @param when ISO 8601 without a zone
 */
export function timeCell(when: string, shown: string, language: Language): FodsCell {
  return { ...empty, style: `when-${language}`, when, shown };
}

/** A verdict in its colours and form. */
export function verdictCell(verdict: Verdict, lines: readonly string[]): FodsCell {
  return { ...empty, style: `v-${verdict}`, lines };
}

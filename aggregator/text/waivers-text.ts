import type { Waiver, WaiverState } from "../comparison/waiver.ts";
import type { WaiversFileProblem } from "../comparison/waivers-file.ts";

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** What the report says of waivers. */
export interface WaiversText {
  readonly title: string;
  readonly none: string;
  readonly caption: string;
  readonly columns: Words<"policy" | "site" | "found" | "reason" | "owner" | "expires">;
  readonly states: Words<WaiverState>;
  /** What a state means and what has to be done; empty where nothing has. */
  readonly todo: Words<WaiverState>;
  readonly toTable: string;
  /**
   * What waivers do and do not.
   * @param day of the report
   * @param newest whether that is the day of the newest result
   */
  intro(day: string, newest: boolean): string;
  /** Where an entry stands in the file. */
  line(line: number): string;
  /** Stands in the cell, below the verdict. */
  until(date: string): string;
  /** How long a waiver still holds, or since when it does not. */
  left(days: number): string;
  /** Stands with the evidence. */
  evidence(waiver: Waiver, date: string): string;
  /** Sentences about the waivers that want attention; none if none does. */
  attention(waivers: readonly Waiver[]): string[];
  /** How many findings `--fail-on` leaves out. */
  leftOut(count: number): string;
  readonly failOnNeedsFile: string;
  readonly failOnNeedsDays: string;
  wrongStaleAfter(value: string): string;
  file(problem: WaiversFileProblem, file: string, line: number): string;
}

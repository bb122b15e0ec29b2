import type { Judged } from "./judge.ts";

/** A text with what it is called. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  /** How it came about, unless it is a file as it lies there. */
  readonly rendered?: RenderedBy;
}

/** The program that rendered a text, and how its templates are found. */
export interface RenderedBy {
  readonly by: string;
  /** What a template is called for the user, by its comment `# Source:`. */
  readonly fileOf?: (source: string) => string;
  /** Keys of the chart's values that likely decide what a finding is about. */
  readonly valuesFor?: (finding: Judged, template: string | undefined) => readonly string[];
}

import { visible } from "../../foreign/visible.ts";

/** The text on one line, with nothing hidden: line ends and tabs are written out too, e.g. `⟨U+000A⟩`. */
export function oneLine(text: string): string {
  return visible(text).replaceAll("\n", "⟨U+000A⟩").replaceAll("\t", "⟨U+0009⟩");
}

/** The text on one line, every run of white space as one blank: for messages, whose lines mean nothing. */
export function flowing(text: string): string {
  return oneLine(text.replace(/\s+/g, " ").trim());
}

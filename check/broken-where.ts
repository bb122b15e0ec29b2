import { closedLate, openBefore } from "./unclosed.ts";

/** What the author of a broken text did. */
export type BrokenReason =
  | "tab"
  | "duplicate"
  | "indentation"
  | "template"
  | "quote"
  | "behind-quote"
  | "bracket"
  | "behind-bracket"
  | "comma"
  | "colon"
  | "no-colon"
  | "reserved"
  | "alias"
  | "tag"
  | "escape"
  | "block"
  | "key"
  | "merge"
  | "second"
  | "directive"
  | "control"
  | "depth"
  | "other";

interface Where {
  readonly reason: BrokenReason;
  /** Offset in the text. */
  readonly offset: number;
}

/** What the parser says, where that alone tells what happened, and the character at which to mend it, if it is another. */
const plain: readonly (readonly [said: RegExp, reason: BrokenReason, sign?: string])[] = [
  [/^tab characters/, "tab"],
  [/^duplicated mapping key/, "duplicate"],
  [/^unidentified alias/, "alias", "*"],
  [/^name of an alias/, "reserved", "*"],
  [/^name of an anchor/, "reserved", "&"],
  [/^unknown escape/, "escape"],
  [/^expected hexadecimal/, "escape", "\\"],
  [/non-printable|valid JSON character|null byte/, "control"],
  [/^nesting exceeded/, "depth"],
  [/^a line break is expected|^repeat of|^bad explicit indentation/, "block"],
  [/directive|of the YAML|YAML version/i, "directive", "%"],
  [/\btag\b/, "tag", "!"],
];

/** The same, where what stands in the text tells more. */
const otherwise: readonly (readonly [said: RegExp, reason: BrokenReason])[] = [
  [/mapping key$|implicit key$|key-value separator/, "no-colon"],
  [/comma|found ','$/, "comma"],
  [/complex keys$/, "key"],
  [/merge/, "merge"],
  [/indentation/, "indentation"],
  [/^end of the stream/, "second"],
];

/**
 * What is wrong with a text, and where it has to be mended: the parser names the place where it cannot go on, which is
 * often lines below the mistake.
 * @param said the parser's own sentence
 * @param offset where it stopped
 */
export function brokenWhere(text: string, said: string, offset: number): Where {
  const found = plain.find(([pattern]) => pattern.test(said));
  if (found !== undefined) {
    const [, reason, sign] = found;
    return { reason, offset: sign === undefined ? offset : at(text, offset, sign) };
  }
  const line = lineAt(text, offset);
  const above = lineAbove(text, line.start);
  const template = [line, above].find(({ text: one }) => one.includes("{{"));
  if (template !== undefined)
    return { reason: "template", offset: template.start + template.text.indexOf("{{") };
  if (/deficient indentation|stream within|unexpected end/.test(said)) {
    const open = openBefore(text, offset);
    if (open !== undefined) return open;
  }
  const late = closedLate(text, offset);
  if (late !== undefined) return late;
  if (/^[@`%]/.test(text.slice(offset, offset + 1))) return { reason: "reserved", offset };
  const [before] = text.slice(line.start, offset).match(/["'\]}](?=\s*$)/) ?? [];
  if (before !== undefined)
    return { reason: /["']/.test(before) ? "behind-quote" : "behind-bracket", offset };
  if (/^\s*(?:- )*[\w./-]+: +[^"'[{|>&*#\s][^"']*: /.test(line.text)) return { reason: "colon", offset };
  const nameless = [above, line].find(({ text: one }) => isNameless(one));
  if (nameless !== undefined)
    return { reason: "no-colon", offset: nameless.start + nameless.text.search(/\S/) };
  return { reason: otherwise.find(([pattern]) => pattern.test(said))?.[1] ?? "other", offset };
}

interface Line {
  readonly start: number;
  readonly text: string;
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  return { start, text: text.slice(start, end < 0 ? undefined : end) };
}

/** The line above that holds something; an empty one if there is none. */
function lineAbove(text: string, start: number): Line {
  if (start === 0) return { start, text: "" };
  const above = lineAt(text, start - 1);
  return above.text.trim() === "" ? lineAbove(text, above.start) : above;
}

/** A line with words and no name of a field, such as `name web` or `name:web`. */
function isNameless(line: string): boolean {
  return /^\s*[A-Za-z][\w./-]*(?:[ :]\S.*)?$/.test(line) && !/:(?:\s|$)/.test(line);
}

/** The place of the character before the offset, or the offset. */
function at(text: string, offset: number, character: string): number {
  const found = text.lastIndexOf(character, offset);
  return found < 0 ? offset : found;
}

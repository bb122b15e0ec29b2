/** What the author of a broken text did. */
export type BrokenReason =
  | "tab"
  | "duplicate"
  | "indentation"
  | "template"
  | "quote"
  | "bracket"
  | "colon"
  | "no-colon"
  | "reserved"
  | "alias"
  | "escape"
  | "other";

interface Where {
  readonly reason: BrokenReason;
  /** Offset in the text. */
  readonly offset: number;
}

/** What the parser says, where that alone tells what happened. */
const plain: readonly (readonly [RegExp, BrokenReason])[] = [
  [/^tab characters/, "tab"],
  [/^duplicated mapping key/, "duplicate"],
  [/^unidentified alias/, "alias"],
  [/^unknown escape/, "escape"],
];

/**
 * What is wrong with a text, and where it has to be mended: the parser names the place where it cannot go on, which is
 * often lines below the mistake.
 * @param said the parser's own sentence
 * @param offset where it stopped
 */
export function brokenWhere(text: string, said: string, offset: number): Where {
  const found = plain.find(([pattern]) => pattern.test(said));
  if (found !== undefined)
    return { reason: found[1], offset: found[1] === "alias" ? at(text, offset, "*") : offset };
  const line = lineAt(text, offset);
  const above = lineAbove(text, line.start);
  const template = [line, above].find(({ text: one }) => one.includes("{{"));
  if (template !== undefined)
    return { reason: "template", offset: template.start + template.text.indexOf("{{") };
  if (/deficient indentation|stream within|unexpected end/.test(said)) {
    const open = openBefore(text, offset);
    if (open !== undefined) return open;
  }
  if (/^[@`%]/.test(text.slice(offset))) return { reason: "reserved", offset };
  if (/^\s*(?:- )*[\w./-]+: +[^"'[{|>&*#\s][^"']*: /.test(line.text)) return { reason: "colon", offset };
  const nameless = [above, line].find(({ text: one }) => isNameless(one));
  if (nameless !== undefined)
    return { reason: "no-colon", offset: nameless.start + nameless.text.search(/\S/) };
  return { reason: /indentation/.test(said) ? "indentation" : "other", offset };
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

/** The last quote or bracket before the place that opens a value and is not closed before it. */
function openBefore(text: string, offset: number): Where | undefined {
  const before = text.slice(0, offset);
  const open: Where[] = [];
  for (const [reason, opening, closing] of [
    ["quote", '"', '"'],
    ["quote", "'", "'"],
    ["bracket", "[", "]"],
    ["bracket", "{", "}"],
  ] as const) {
    const starts = [...before.matchAll(/(?:^|[:\-,[{(]\s*)(["'[{])/gm)].filter(
      ([, sign]) => sign === opening,
    );
    const last = starts.at(-1);
    if (last === undefined) continue;
    const start = last.index + last[0].length - 1;
    if (!before.slice(start + 1).includes(closing)) open.push({ reason, offset: start });
  }
  return open.sort((one, other) => other.offset - one.offset)[0];
}

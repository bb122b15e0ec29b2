/** A quote or bracket that is not closed where it should be. */
interface Unclosed {
  readonly reason: "quote" | "bracket";
  /** Where it opens, as an offset in the text. */
  readonly offset: number;
}

/** Signs that open a value before a place. */
function opened(text: string, offset: number): { readonly sign: string; readonly start: number }[] {
  const before = text.slice(0, offset);
  return [...before.matchAll(/(?<=^|[:\-,[{(]\s*)["'[{]/gm)].map(({ 0: sign, index }) => ({
    sign,
    start: index,
  }));
}

/** The last quote or bracket before the place that opens a value and is not closed before it. */
export function openBefore(text: string, offset: number): Unclosed | undefined {
  const all = opened(text, offset);
  const open: Unclosed[] = [];
  for (const [reason, opening, closing] of [
    ["quote", '"', '"'],
    ["quote", "'", "'"],
    ["bracket", "[", "]"],
    ["bracket", "{", "}"],
  ] as const) {
    const start = all.findLast(({ sign }) => sign === opening)?.start;
    if (start !== undefined && !text.slice(start + 1, offset).includes(closing))
      open.push({ reason, offset: start });
  }
  return open.sort((one, other) => other.offset - one.offset)[0];
}

/** The quote that opens in a line above and is closed by the one just before the place, which was to open another value. */
export function closedLate(text: string, offset: number): Unclosed | undefined {
  const closing = text[offset - 1];
  if (closing !== '"' && closing !== "'") return undefined;
  const start = opened(text, offset - 1).findLast(
    ({ sign, start: from }) => sign === closing && !text.slice(from + 1, offset - 1).includes(sign),
  )?.start;
  if (start === undefined || !text.slice(start, offset).includes("\n")) return undefined;
  return { reason: "quote", offset: start };
}

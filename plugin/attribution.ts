import type { RefusalMarks } from "#policies";
import type { PolicyRefusal, Violation } from "./refusals/refusal.ts";

/**
 * The violation in a refusal that means a policy, if one does. What we sent ourselves (names, images, registries) is
 * taken out first: engines quote it, and an image path like `/probe/app` would hit the marks of another policy.
 *
 * @param sent the literals that stood in the object
 */
export function violationOf(
  marks: RefusalMarks,
  refusal: PolicyRefusal,
  sent: readonly string[],
): Violation | undefined {
  return refusal.violations.find(({ says, policy = "", rule = "" }) =>
    means(marks, says, `${policy} ${rule}`, sent),
  );
}

/** Whether a text, such as a warning, means a policy. */
export function means(marks: RefusalMarks, text: string, names: string, sent: readonly string[]): boolean {
  const lower = redacted(names, sent).toLowerCase();
  if (marks.names.some((name) => name.length > 7 && lower.includes(name.toLowerCase()))) return true;
  const misleading = (marks.notEvidence ?? []).map((word) => new RegExp(word, "gi"));
  const cleaned = misleading.reduce((rest, word) => rest.replace(word, " "), redacted(text, sent));
  return marks.words.some((word) => new RegExp(word, "i").test(cleaned));
}

/**
 * A text without what we sent. Engines write it in capitals, break lines within it, or cut it off. What is taken out
 * leaves a gap of the same length, so that words do not come closer to each other.
 */
function redacted(text: string, sent: readonly string[]): string {
  const longestFirst = [...new Set(sent)]
    .filter((literal) => literal.length >= leastShown)
    .sort((a, b) => b.length - a.length);
  const whole = longestFirst.reduce(withoutWhole, text);
  return longestFirst.reduce(withoutCutOff, whole);
}

/** Fewer characters show nothing. */
const leastShown = 3;

const gap = (length: number): string => "\u00b7".repeat(length);

/**
 * Line breaks as they are, or as JSON writes them, with the next line's indentation. Each character fits in one way only:
 * many empty lines would take a backtracking search for ever otherwise.
 */
const lineBreak = String.raw`(?:[\r\n][\t ]*|\\[nr])*`;

function withoutWhole(text: string, literal: string): string {
  const inOneLine = text.replace(new RegExp(lineBreak, "g"), "");
  if (!inOneLine.toLowerCase().includes(literal.toLowerCase())) return text;
  const characters = [...literal].map((character) => character.replace(/[^\p{L}\p{N}]/u, "\\$&"));
  return text.replace(new RegExp(characters.join(lineBreak), "gi"), (found) => gap(found.length));
}

/**
 * Cut off before or after dots, or where the text ends; there a plain word may be the engine's own, so what is cut
 * off must show more than that.
 */
function withoutCutOff(text: string, literal: string): string {
  const lower = literal.toLowerCase();
  const all = text.toLowerCase();
  let rest = text;
  const take = (from: number, to: number): void => {
    rest = rest.slice(0, from) + gap(to - from) + rest.slice(to);
  };
  const longest = Math.min(literal.length, 253);
  const lengths = Array.from({ length: longest - leastShown + 1 }, (_, index) => longest - index);
  for (const { 0: dots, index } of text.matchAll(/\.{2,}|\u2026/g)) {
    const end = index + dots.length;
    const before = lengths.find((length) => all.endsWith(lower.slice(0, length), index));
    const after = lengths.find((length) => all.startsWith(lower.slice(-length), end));
    if (before !== undefined) take(index - before, index);
    if (after !== undefined) take(end, end + after);
  }
  const shown = lengths.find((length) => all.endsWith(lower.slice(0, length)));
  if (shown !== undefined && /[^a-z0-9]/.test(lower.slice(0, shown))) take(text.length - shown, text.length);
  return rest;
}

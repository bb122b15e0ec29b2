import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { TextDocument } from "./documents.ts";
import type { FieldPath } from "./field-path.ts";
import type { Place } from "./finding.ts";

/** Turns offsets of a text into lines and columns; the lines are looked for once, when the first is asked for. */
export function placesOf(text: string): (start: number, end?: number) => Place {
  let starts: number[] | undefined;
  return (start, end = start) => {
    starts ??= lineStarts(text);
    const line = lineOf(starts, start);
    return { line, column: start - (starts[line - 1] ?? 0) + 1, endLine: lineOf(starts, end) };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** Offsets in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a field stands: from its key to the end of its value; of a field that is not there, the key of what lacks it.
 * Behind an alias it is the anchor's content, because there it would be corrected.
 */
export function spanOf({ parsed }: TextDocument, path: FieldPath): Span {
  let node: unknown = parsed.contents;
  let span: Span = { start: startOf(node) ?? parsed.range[0], end: startOf(node) ?? parsed.range[0] };
  const follow = (value: unknown): unknown => (isAlias(value) ? value.resolve(parsed) : value);
  for (const [index, step] of path.entries()) {
    node = follow(node);
    const last = index === path.length - 1;
    if (isMap(node)) {
      const pair = pairOf(node.items, step, follow);
      if (pair === undefined) return span;
      const start = startOf(pair.key) ?? span.start;
      const value = follow(pair.value);
      span = { start, end: last ? Math.max(start, endOf(value)) : start };
      node = value;
    } else if (isSeq(node) && typeof step === "number" && node.items[step] !== undefined) {
      node = follow(node.items[step]);
      const start = startOf(node) ?? span.start;
      span = { start, end: last ? Math.max(start, endOf(node)) : start };
    } else return span;
  }
  return span;
}

type FoundPair = Pair<unknown, unknown>;

/** The last pair of the key, or that of a map merged with `<<`. */
function pairOf(
  items: readonly FoundPair[],
  key: string | number,
  follow: (value: unknown) => unknown,
): FoundPair | undefined {
  const own = items.find((pair) => keyOf(pair) === String(key));
  if (own !== undefined) return own;
  for (const pair of items) {
    if (keyOf(pair) !== "<<") continue;
    const merged = follow(pair.value);
    for (const source of isSeq(merged) ? merged.items.map(follow) : [merged]) {
      const found = isMap(source) ? pairOf(source.items, key, follow) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function keyOf({ key }: FoundPair): string {
  return isScalar(key) ? (key.source ?? String(key.value)) : String(key);
}

function rangeOf(node: unknown): Node["range"] {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined;
}

function startOf(node: unknown): number | undefined {
  return rangeOf(node)?.[0];
}

/** Block collections end at the next token, which may be lines below: their last entry is asked. */
function endOf(node: unknown): number {
  if (isMap(node) && !node.flow) {
    const last = node.items.at(-1);
    return last === undefined
      ? (rangeOf(node)?.[1] ?? 0)
      : Math.max(startOf(last.key) ?? 0, endOf(last.value));
  }
  if (isSeq(node) && !node.flow) {
    const last = node.items.at(-1);
    return last === undefined ? (rangeOf(node)?.[1] ?? 0) : endOf(last);
  }
  return Math.max(0, (rangeOf(node)?.[1] ?? 1) - 1);
}

import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from "js-yaml";
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

/** Where a node begins among the events of a document. */
type At = number;

/**
 * Where a field stands: from its key to the end of its value; of a field that is not there, the key of what lacks it.
 * Behind an alias it is the anchor's content, because there it would be corrected.
 */
export function spanOf(document: TextDocument, path: FieldPath): Span {
  const { text, events } = document;
  let node = followed(document, 1);
  let start = offsetOf(events[node]);
  for (const [index, step] of path.entries()) {
    const found = typeof step === "number" ? entryOf(document, node, step) : pairOf(document, node, step);
    if (found === undefined) return { start, end: start };
    start = offsetOf(events[found.name]);
    node = followed(document, found.value);
    if (index === path.length - 1) return { start, end: Math.max(start, lastOffset(text, events, node)) };
  }
  return { start, end: start };
}

/** An entry of a collection: what stands for its name, and its value. */
interface Entry {
  readonly name: At;
  readonly value: At;
}

/** The entry of a list; undefined if it is none or has not so many. */
function entryOf(document: TextDocument, list: At, wanted: number): Entry | undefined {
  const { events } = document;
  if (events[list]?.type !== EVENT_ID.SEQUENCE) return undefined;
  let at = list + 1;
  for (let index = 0; events[at]?.type !== EVENT_ID.POP; index += 1) {
    if (index === wanted) return { name: followed(document, at), value: at };
    at = after(events, at);
  }
  return undefined;
}

/** The pair of a map with the key, its own or that of a map merged with `<<`. */
function pairOf(document: TextDocument, map: At, wanted: string): Entry | undefined {
  const { text, events } = document;
  if (events[map]?.type !== EVENT_ID.MAPPING) return undefined;
  const merged: At[] = [];
  for (let at = map + 1; events[at]?.type !== EVENT_ID.POP; ) {
    const key = events[at];
    const value = after(events, at);
    const name = key?.type === EVENT_ID.SCALAR ? getScalarValue(text, key) : undefined;
    if (name === wanted) return { name: at, value };
    if (name === "<<") merged.push(followed(document, value));
    at = after(events, value);
  }
  for (const source of merged) {
    const sources = events[source]?.type === EVENT_ID.SEQUENCE ? entriesOf(document, source) : [source];
    for (const one of sources) {
      const found = pairOf(document, one, wanted);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function entriesOf(document: TextDocument, list: At): At[] {
  const { events } = document;
  const entries: At[] = [];
  for (let at = list + 1; events[at]?.type !== EVENT_ID.POP; at = after(events, at))
    entries.push(followed(document, at));
  return entries;
}

/** The node that an alias stands for; any other node is its own. */
function followed({ text, events }: TextDocument, at: At): At {
  const alias = events[at];
  if (alias?.type !== EVENT_ID.ALIAS) return at;
  const name = text.slice(alias.anchorStart, alias.anchorEnd);
  const anchor = events.findLastIndex(
    (event, index) => index < at && isNode(event) && text.slice(event.anchorStart, event.anchorEnd) === name,
  );
  return anchor < 0 ? at : anchor;
}

type NodeEvent = Extract<Event, { readonly tagStart: number }>;

function isNode(event: Event): event is NodeEvent {
  return "tagStart" in event;
}

/** Where the next node begins. */
function after(events: readonly Event[], at: At): At {
  let depth = 0;
  for (let next = at; next < events.length; next += 1) {
    const type = events[next]?.type;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth += 1;
    else if (type === EVENT_ID.POP) depth -= 1;
    if (depth <= 0) return next + 1;
  }
  return events.length;
}

/** Where a node begins in the text, with its quote. */
function offsetOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if ("start" in event) return event.start;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  if (event.type !== EVENT_ID.SCALAR) return 0;
  const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return Math.max(0, event.valueStart - (quoted ? 1 : 0));
}

/** The last character of a node: that of the last scalar in it, without the line end of a block. */
function lastOffset(text: string, events: readonly Event[], at: At): number {
  const end = events.slice(at, after(events, at)).reduce((last, event) => {
    if (event.type === EVENT_ID.SCALAR) return Math.max(last, event.valueEnd);
    return event.type === EVENT_ID.ALIAS ? Math.max(last, event.anchorEnd) : Math.max(last, offsetOf(event));
  }, 0);
  return text.slice(0, end).trimEnd().length - 1;
}

import type { Json, Language } from "#policies";
import { isObject } from "#policies";
import type { Counts, Fact } from "#results";
import type { Site, Span } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/**
 * A time in UTC, `02.01.2026, 03:04 UTC` or `2026-01-02, 03:04 UTC`.
 * @param iso ISO 8601; what is no time is shown as it is
 */
export function dateTime(iso: string, language: Language): string {
  return Number.isNaN(Date.parse(iso)) ? iso : `${date(iso, language)}, ${clock(iso)} UTC`;
}

function clock(iso: string): string {
  const time = new Date(iso);
  return `${twoDigits(time.getUTCHours())}:${twoDigits(time.getUTCMinutes())}`;
}

/** How times are told apart that stand side by side: by their days, or, where two are of one day, by the clock too. */
export function momentFormat(times: readonly string[], language: Language): (iso: string) => string {
  const distinct = new Set(times);
  const days = new Set([...distinct].map((iso) => date(iso, language)));
  return (iso) => (days.size < distinct.size ? dateTime(iso, language) : date(iso, language));
}

/**
 * From when to when, in UTC: a day or two of them, with the time of day if it is asked for.
 * @param between joins two days with the words of the language
 */
export function spanText(
  { from, to }: Span,
  byClock: boolean,
  between: (to: string, from: string) => string,
  language: Language,
): string {
  const form = byClock ? dateTime : date;
  if (!byClock || date(from, language) !== date(to, language))
    return between(form(to, language), form(from, language));
  return clock(from) === clock(to)
    ? dateTime(to, language)
    : `${date(to, language)}, ${clock(from)}–${clock(to)} UTC`;
}

/** A day in UTC. */
export function date(iso: string, language: Language): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const [year, month, day] = [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate()];
  return language === "de"
    ? `${twoDigits(day)}.${twoDigits(month)}.${year}`
    : `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** How old a site's result is, to stand behind its date; empty if it is of the report's day. */
export function ageText({ ageDays = 0 }: Site, text: Text): string {
  return ageDays === 0 ? "" : ` (${text.age(ageDays)})`;
}

/** A known fact formatted, else the word for unknown with the reason. */
export function factText<T>(fact: Fact<T> | undefined, text: Text, format: (value: T) => string): string {
  if (fact === undefined) return text.site.unknown;
  return "value" in fact ? format(fact.value) : `${text.site.unknown} (${fact.unknown})`;
}

/** Counted values, most frequent first: `3 × Linux A, 1 × Linux B`. */
export function countsText(counts: Counts): string {
  const sorted = Object.entries(counts).toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.map(([value, count]) => `${count}\u00a0×\u00a0${value}`).join(", ");
}

/** One line of a patch: `+` sets a field, `−` removes it. */
export interface PatchLine {
  readonly sign: string;
  readonly text: string;
}

/** A JSON Patch as lines of YAML, each with the path of its field. */
export function patchLines(patch: Json): PatchLine[] {
  const steps = Array.isArray(patch) ? patch : [patch];
  return steps.flatMap((step: Json): PatchLine[] => {
    if (!isObject(step) || typeof step["path"] !== "string") return valueLines("", step);
    const path = fieldPath(step["path"]);
    return step["op"] === "remove" ? [{ sign: "−", text: path }] : valueLines(path, step["value"] ?? null);
  });
}

/** Nested values become one line for each leaf, so that lines stay short and paths complete. */
function valueLines(path: string, value: Json): PatchLine[] {
  if (Array.isArray(value) && value.some((item: Json) => typeof item === "object" && item !== null))
    return value.flatMap((item: Json, index: number) => valueLines(`${path}[${index}]`, item));
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, item]) => valueLines(joined(path, key), item ?? null));
  const shown = typeof value === "string" ? value || '""' : JSON.stringify(value);
  return [{ sign: "+", text: path === "" ? shown : `${path}: ${shown}` }];
}

function fieldPath(pointer: string): string {
  const parts = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return parts.reduce(joined, "");
}

function joined(path: string, key: string): string {
  if (/^(?:\d+|-)$/.test(key)) return `${path}[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}

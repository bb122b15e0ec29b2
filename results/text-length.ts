import { isObject, type Json } from "#policies";

/** How long a result's texts may be; Kubernetes' own limits for names, and far above what engines write. */
export const longest = {
  /** Ids of sites, runs, policies and probes, and names of engines, their policies and rules. */
  id: 253,
  namespace: 63,
  siteName: 100,
  says: 300,
  /** Messages of the cluster. */
  message: 10_000,
  /** Any other text. */
  text: 1000,
} as const;

/** The text if it is short enough, else its beginning with a mark that says how long it was. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const mark = ` … [cut, ${text.length} characters]`;
  // not between the halves of a character
  const kept = text.slice(0, Math.max(0, length - mark.length)).replace(/[\ud800-\udbff]$/, "");
  return `${kept}${mark}`;
}

/** The JSON value with all its strings cut. */
export function cutJson(value: Json, length: number): Json {
  if (typeof value === "string") return cutText(value, length);
  if (Array.isArray(value)) return value.map((item: Json) => cutJson(item, length));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [cutText(key, length), cutJson(item ?? null, length)]),
  );
}

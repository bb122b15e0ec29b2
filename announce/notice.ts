import type { Expected } from "./expected.ts";
import type { Filter } from "./filters.ts";

/** From where a run is started, which decides who reads facts and makes the namespaces. */
export const origins = ["sonobuoy", "job", "laptop"] as const;

/** From where a run is started. */
export type Origin = (typeof origins)[number];

/** What a security team is to know beforehand. */
export interface Notice {
  readonly version: string;
  readonly from: Date;
  readonly to: Date;
  /** In which the times are said beside UTC, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  /** What the site is called; a gap to be filled in if undefined, like the next two. */
  readonly siteName: string | undefined;
  readonly cluster: string | undefined;
  /** Whom to ask. */
  readonly contact: string | undefined;
  readonly origin: Origin;
  /** Namespace of the plugin's pod; of no meaning from a laptop. */
  readonly namespace: string;
  /** Tenants' namespaces that are probed. */
  readonly tenants: readonly string[];
  readonly fresh: boolean;
  readonly deep: boolean;
  readonly expected: Expected;
  readonly filters: readonly Filter[];
}

/** A heading and what stands below it, a line each. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** An announcement in one language. */
export interface AnnouncementText {
  title(version: string): string;
  sections(notice: Notice): readonly Section[];
  /** Headings of the searches. */
  readonly searches: {
    readonly heading: string;
    readonly explains: string;
    readonly all: string;
    readonly refusals: string;
    readonly surroundings: string;
  };
}

/** A time in UTC to the minute, as `2026-09-01 02:00 UTC`. */
export function utc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** To be filled in by hand. */
export const gap = "__________";

/** The time window as clocks show it in its time zone, in brackets; nothing where that is UTC. */
export function localTime({ from, to, timeZone }: Notice, locale: string, label: string): string {
  if (/^(Etc\/)?(UTC|UCT|Universal|Zulu)$/.test(timeZone)) return "";
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  return ` (${label} ${timeZone}: ${format.formatRange(from, to).replaceAll(/\s+/g, " ")})`;
}

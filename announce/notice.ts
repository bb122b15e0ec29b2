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
  };
}

/** A time in UTC to the minute, as `2026-09-01 02:00 UTC`. */
export function utc(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

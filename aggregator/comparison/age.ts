import type { Site, SiteNote } from "./comparison.ts";
import { flagged } from "./judge-site.ts";

/** Days after which a result is stale, if nothing else is said. */
export const defaultStaleAfter = 30;

const millisecondsOfDay = 86_400_000;

/**
 * The day of a time, counted in UTC from 1970 on.
 * @param iso ISO 8601
 * @returns undefined for what is no time
 */
export function utcDay(iso: string): number | undefined {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? undefined : Math.floor(time / millisecondsOfDay);
}

function dayText(day: number): string {
  return new Date(day * millisecondsOfDay).toISOString().replace(/T.*/, "");
}

/** By what the age of results is told. */
export interface Calendar {
  /** Time of the report, ISO 8601. */
  readonly now: string | undefined;
  /** Whether the time was given; else it is that of the newest result. */
  readonly given: boolean;
  /** Days after which a result is stale; 0: never. */
  readonly staleAfter: number;
}

/** A site with the age of its result; all that a stale result says is marked, since it may have changed. */
export function aged(site: Site, { now, given, staleAfter }: Calendar): Site {
  const [today, made] = [now, site.result?.run.finished].map((time) =>
    time === undefined ? undefined : utcDay(time),
  );
  if (today === undefined || made === undefined) return site;
  // a result from the future, of which a note tells, is not older than one of today
  const ageDays = Math.max(0, today - made);
  if (staleAfter === 0 || ageDays <= staleAfter) return { ...site, ageDays };
  const note: SiteNote = { kind: "stale", days: ageDays, after: staleAfter, day: dayText(today), given };
  const { cells, furtherCells, notes } = site;
  return {
    ...site,
    ageDays,
    notes: [note, ...notes],
    cells: cells.map((cell) => (cell.verdict === "missing" ? cell : flagged(cell, "stale"))),
    furtherCells: furtherCells.map((cell) => flagged(cell, "stale")),
  };
}

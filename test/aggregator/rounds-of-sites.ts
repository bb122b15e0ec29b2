import type { RunResult } from "#results";
import {
  type Archive,
  type Comparison,
  compare,
  type Round,
  readRound,
  reportJson,
  texts,
} from "../../aggregator/index.ts";
import { archiveWith, profile } from "./comparisons.ts";
import { type InventedSite, inventedRun } from "./invented-sites.ts";

/** A site at which all is enforced. */
export const place: InventedSite = {
  name: "Musterstadt",
  id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
  engine: "kyverno",
  all: "enforced",
};

/** The run of a site on a day of March 2026, in an hour of it; two days or hours are two runs. */
export function runOn(day: number, site: InventedSite = place, hour = 8): RunResult {
  const [date, clock] = [`2026-03-${String(day).padStart(2, "0")}`, String(hour).padStart(2, "0")];
  const run = {
    id: `${site.id.slice(0, 4)}-${day}-${hour}`,
    started: `${date}T${clock}:00:00.000Z`,
    finished: `${date}T${clock}:01:30.000Z`,
  };
  return inventedRun({ ...site, run });
}

/** Its archive. */
export function archiveOn(day: number, site: InventedSite = place, hour = 8): Archive {
  return archiveWith(runOn(day, site, hour), `${site.name}-${day}-${hour}.tar.gz`);
}

/** The file that a report of these archives writes, after a change by hand. */
export function fileOf(
  archives: readonly Archive[],
  change: (json: Record<string, unknown>) => void = () => {},
): Buffer {
  const json = JSON.parse(JSON.stringify(reportJson(compare(archives, { profile }), texts.de)));
  change(json);
  return Buffer.from(JSON.stringify(json));
}

/** The round of these archives. */
export function roundOf(
  archives: readonly Archive[],
  change: (json: Record<string, unknown>) => void = () => {},
  name = "last.json",
): Round {
  return readRound(name, fileOf(archives, change));
}

/** The comparison of archives with earlier rounds. */
export function since(archives: readonly Archive[], ...previous: readonly Round[]): Comparison {
  return compare(archives, { profile, previous });
}

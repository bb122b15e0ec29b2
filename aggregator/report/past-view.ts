import type { Level } from "#results";
import type { Site } from "../comparison/comparison.ts";
import type { PastLevels } from "../comparison/history.ts";
import { siteLabel } from "../report-json.ts";
import { levelOrder } from "../text/glyphs.ts";
import type { Text } from "../text/text.ts";
import { momentFormat } from "./format.ts";
import { mostWithHistory } from "./history-view.ts";

/** Of more sites than this that changed, none has a drawing: the page would grow without being read. */
const mostDrawn = 100;

/** A site's past. */
export interface PastView {
  /** How it stands to the earlier rounds, where that is not the usual. */
  readonly standing: string | undefined;
  readonly trend: TrendView | undefined;
}

/** The counts of a site by level, run by run, as lines and as a table. */
export interface TrendView {
  readonly title: string;
  readonly caption: string;
  readonly round: string;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly { readonly level: Level; readonly points: string }[];
  readonly levels: readonly { readonly level: Level; readonly word: string }[];
  readonly rows: readonly { readonly date: string; readonly counts: readonly number[] }[];
}

/** Chooses the sites whose numbers are drawn. */
export function drawnSites(sites: readonly Site[]): ReadonlySet<string> {
  const withPast = sites.filter(({ past }) => (past?.levels.length ?? 0) > 1);
  const shown =
    sites.length > mostWithHistory
      ? withPast.filter(({ cells }) => cells.some(({ change }) => change !== undefined))
      : withPast;
  return new Set(shown.length > mostDrawn ? [] : shown.map(({ id }) => id));
}

/** @param drawn whether the site's numbers are shown, too */
export function pastView(site: Site, drawn: boolean, text: Text): PastView | undefined {
  const { past } = site;
  if (past === undefined) return undefined;
  const moment = momentFormat(
    [...past.levels.map(({ time }) => time), ...(past.since === undefined ? [] : [past.since])],
    text.language,
  );
  const since = past.since === undefined ? undefined : moment(past.since);
  return {
    standing: text.rounds.siteStanding(past.standing, since),
    trend: drawn ? trendView(past.levels, siteLabel(site, text), moment, text) : undefined,
  };
}

const step = 22;
const margin = 5;
const drawnHeight = 48;

function trendView(
  past: readonly PastLevels[],
  site: string,
  moment: (iso: string) => string,
  text: Text,
): TrendView {
  const found = levelOrder.filter((level) => past.some(({ levels }) => levels[level] > 0));
  const most = Math.max(1, ...past.flatMap(({ levels }) => found.map((level) => levels[level])));
  const pointOf = (count: number, index: number) =>
    `${margin + index * step},${margin + Math.round((1 - count / most) * drawnHeight)}`;
  const ends = found.map((level) => ({
    level,
    first: past[0]?.levels[level] ?? 0,
    last: past.at(-1)?.levels[level] ?? 0,
  }));
  return {
    title: text.rounds.trend(past.length, ends),
    caption: text.rounds.siteCaption(site),
    round: text.rounds.round,
    width: 2 * margin + (past.length - 1) * step,
    height: 2 * margin + drawnHeight,
    lines: found.map((level) => ({
      level,
      points: past.map(({ levels }, index) => pointOf(levels[level], index)).join(" "),
    })),
    levels: found.map((level) => ({ level, word: text.levels[level] })),
    rows: past.map(({ time, levels }) => ({
      date: moment(time),
      counts: found.map((level) => levels[level]),
    })),
  };
}

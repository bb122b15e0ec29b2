import type { Flag, Level, Verdict } from "#results";
import { levels } from "#results";
import type { Cell, PolicyRow, Site, VantageVerdict } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { siteLabel } from "../report-json.ts";
import { glyphs } from "../text/glyphs.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { changeGroup } from "./change-words.ts";
import { date } from "./format.ts";

/** A verdict as sign and word. */
export interface VerdictView {
  readonly verdict: Verdict;
  readonly level: Level;
  readonly glyph: string;
  readonly word: string;
}

/** One cell of the matrix. */
export interface CellView extends VerdictView {
  readonly id: string;
  /** To the evidence; undefined for what does not deviate. */
  readonly href: string | undefined;
  /** Site and policy; for those who hear the link without its table. */
  readonly of: string;
  readonly remarks: readonly string[];
  /** The same in a few words. */
  readonly shortRemarks: readonly string[];
  /** The age stands with the site, once for all its cells. */
  readonly stale: boolean;
  /** What became of it since the last round; undefined where nothing changed. */
  readonly change: ChangeGroup | undefined;
}

/** Sign and word of a verdict. */
export function verdictView(verdict: Verdict, text: Text): VerdictView {
  return { verdict, level: levels[verdict], glyph: glyphs[verdict], word: text.verdicts[verdict] };
}

/** A cell with its link. A site without any result has one place that says why, for all its cells. */
export function cellView(site: Site, row: PolicyRow, cell: Cell, text: Text, anchors: Anchors): CellView {
  const href = site.result === undefined ? anchors.site(site.id) : anchors.evidence(site.id, cell.policy);
  return {
    ...verdictView(cell.verdict, text),
    id: anchors.cell(site.id, cell.policy),
    href: isDeviation(cell.verdict) ? `#${href}` : undefined,
    of: placeText(site, row, text),
    remarks: remarksOf(site, cell, text, text.flags),
    shortRemarks: remarksOf(site, cell, text, text.page.shortFlags),
    stale: cell.flags.includes("stale"),
    change: cell.change && changeGroup(cell.change),
  };
}

/** Site and policy of a cell in words. */
export function placeText(site: Site, { id, policy }: PolicyRow, text: Text): string {
  return `${siteLabel(site, text)}, ${policy?.text[text.language].title ?? id}`;
}

/** What is said beside a verdict: how much is open, in how many namespaces, flags, the site's own parameters. */
export function remarksOf(site: Site, cell: Cell, text: Text, words: Text["flags"]): string[] {
  const { verdict, flags, worst, vantages, policy, change } = cell;
  const { open, must } = verdict === "partly-enforced" ? numbersOf(worst) : { open: 0, must: 0 };
  const partly = open > 0 ? [text.openOf(open, must)] : [];
  const own = site.notes.some((note) => note.kind === "own-parameter" && note.policy === policy);
  return [
    ...(change ? [text.rounds.remarks[changeGroup(change)]] : []),
    ...partly,
    ...placeOf(verdict, vantages, text),
    ...waiverRemark(cell, text),
    ...flags.filter((flag) => !saidElsewhere.includes(flag)).map((flag) => words[flag]),
    ...(own ? [text.matrix.ownParameters] : []),
    ...(vantages.some(isInPartDeclared) ? [text.matrix.declared] : []),
  ];
}

const saidElsewhere: readonly Flag[] = ["stale", "waived"];

function waiverRemark({ flags, waiver }: Cell, text: Text): string[] {
  if (waiver === undefined || !flags.includes("waived")) return [];
  return [text.waivers.until(date(waiver.expires, text.language))];
}

/** In how many namespaces holds what a cell shows; nothing is said where all is well everywhere. */
function placeOf(verdict: Verdict, all: Cell["vantages"], text: Text): string[] {
  if (all.length < 2) return [];
  const count = all.filter((vantage) => vantage.verdict === verdict).length;
  if (count < all.length) return [text.cellPart(count, all.length)];
  return isDeviation(verdict) ? [text.cellEverywhere(all.length)] : [];
}

/** Whether a must attempt was left out because the operator said so. */
function isInPartDeclared({ probes }: VantageVerdict): boolean {
  return probes.some(
    ({ weight, expect, outcome }) =>
      weight === "must" &&
      expect !== "admit" &&
      outcome.kind === "not-applicable" &&
      outcome.reason === "declared",
  );
}

/** How many must and should attempts there were, and how many of them were admitted. */
export function numbersOf(worst: Cell["worst"]): {
  readonly must: number;
  readonly open: number;
  readonly openShould: number;
} {
  const violations = (worst?.probes ?? []).filter(
    ({ expect, outcome }) => expect !== "admit" && outcome.kind !== "not-applicable",
  );
  const open = violations.filter(({ probe }) => worst?.open.includes(probe));
  return {
    must: violations.filter(({ weight }) => weight === "must").length,
    open: open.filter(({ weight }) => weight === "must").length,
    openShould: open.filter(({ weight }) => weight === "should").length,
  };
}

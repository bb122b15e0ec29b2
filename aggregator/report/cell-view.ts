import type { Flag, Level, Verdict } from "#results";
import { levels } from "#results";
import type { Cell, PolicyRow, Site, VantageVerdict } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import { glyphs } from "../text/glyphs.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { changeGroup } from "./change-words.ts";
import { date } from "./format.ts";
import { engineName } from "./probe-view.ts";

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
  /** Of what is enforced: to who refuses. There are too many of them to be stops of the Tab key. */
  readonly refusal: string | undefined;
  /** Site and policy; for those who hear the link without its table. */
  readonly of: string;
  /** In a few words each. */
  readonly remarks: readonly string[];
  /** The age stands with the site, once for all its cells. */
  readonly stale: boolean;
  /** Whether an exception is in force. */
  readonly waived: boolean;
  /** What became of it since the last round; undefined where nothing changed. */
  readonly change: ChangeGroup | undefined;
}

/** Sign and word of a verdict. */
export function verdictView(verdict: Verdict, text: Text): VerdictView {
  return { verdict, level: levels[verdict], glyph: glyphs[verdict], word: text.verdicts[verdict] };
}

/**
 * A cell with its link. A site without any result has one place that says why, for all its cells.
 * @param said beside the verdict: who refuses, if that is to be told, and flags in these words
 */
export function cellView(
  site: Site,
  row: PolicyRow,
  cell: Cell,
  said: { readonly engines: readonly string[]; readonly flags: Text["flags"] },
  text: Text,
  anchors: Anchors,
): CellView {
  const words = { flags: said.flags, changes: text.page.shortChanges };
  const href = site.result === undefined ? anchors.site(site.id) : anchors.evidence(site.id, cell.policy);
  return {
    ...verdictView(cell.verdict, text),
    id: anchors.cell(site.id, cell.policy),
    href: isDeviation(cell.verdict) ? `#${href}` : undefined,
    refusal: levels[cell.verdict] === "enforced" ? `#${anchors.refusal(site.id, cell.policy)}` : undefined,
    of: placeText(site, row, text),
    remarks: [
      ...(said.engines.length > 0
        ? [text.page.refusedBy(said.engines.map((engine) => engineName(engine, text)))]
        : []),
      ...remarksOf(site, cell, text, words),
    ],
    stale: cell.flags.includes("stale"),
    waived: cell.flags.includes("waived"),
    change: cell.change && changeGroup(cell.change),
  };
}

/** Site and policy of a cell in words. */
export function placeText(site: Site, { id, policy }: PolicyRow, text: Text): string {
  return `${siteLabel(site, text)}, ${policyTitle({ id, policy }, text)}`;
}

/** The words of what is said beside a verdict, longer or shorter. */
export interface RemarkWords {
  readonly flags: Text["flags"];
  readonly changes: Text["rounds"]["remarks"];
}

/** What is said beside a verdict: how much is open, in how many namespaces, flags, the site's own parameters. */
export function remarksOf(site: Site, cell: Cell, text: Text, words: RemarkWords): string[] {
  const { verdict, flags, worst, vantages, policy, change } = cell;
  const { open, must } = verdict === "partly-enforced" ? numbersOf(worst) : { open: 0, must: 0 };
  const partly = open > 0 ? [text.openOf(open, must)] : [];
  const own = site.notes.some((note) => note.kind === "own-parameter" && note.policy === policy);
  return [
    ...(change ? [words.changes[changeGroup(change)]] : []),
    ...partly,
    ...placeOf(verdict, vantages, text),
    ...waiverRemark(cell, text),
    ...flags.filter((flag) => !saidElsewhere.includes(flag)).map((flag) => words.flags[flag]),
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

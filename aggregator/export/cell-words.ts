import { levels } from "#results";
import type { Change } from "../comparison/change.ts";
import type { Cell, Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { isInForce, type Waiver } from "../comparison/waiver.ts";
import { policyTitle } from "../policy-title.ts";
import { remarksOf } from "../report/cell-view.ts";
import { changeGroup, changeSentence } from "../report/change-words.ts";
import { date } from "../report/format.ts";
import { engineName } from "../report/probe-view.ts";
import { sentenceOf } from "../report/verdict-sentence.ts";
import { siteLabel } from "../site-label.ts";
import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";

/** A cell of the matrix with what is said about it. */
export interface CellWords {
  readonly site: Site;
  readonly row: PolicyRow;
  readonly cell: Cell;
  readonly siteName: string;
  readonly title: string;
  readonly verdict: string;
  readonly level: string;
  /** Why the verdict is as it is; of a site without a result, why it has none. */
  readonly sentence: string;
  /** All that is said beside the verdict but for its change and its waiver. */
  readonly remarks: readonly string[];
  /** What became of it since the last round; undefined where nothing changed. */
  readonly change: ChangeWords | undefined;
  /** What was agreed on; undefined without a waiver. */
  readonly waiver: WaiverWords | undefined;
  /** The namespace that decides. */
  readonly decisive: string | undefined;
  /** In how many namespaces the verdict holds. */
  readonly namespaces: { readonly count: number; readonly of: number } | undefined;
  readonly engines: readonly string[];
}

/** A change in words. */
export interface ChangeWords {
  readonly kind: ChangeGroup;
  readonly title: string;
  readonly before: string;
  readonly sentence: string;
}

/** A waiver of a cell in words. */
export interface WaiverWords {
  /** Expired, if not. */
  readonly inForce: boolean;
  readonly state: string;
  /** YYYY-MM-DD. */
  readonly expires: string;
  readonly owner: string;
  readonly reason: string;
  readonly sentence: string;
}

/**
 * All cells, site by site in the order of the comparison; of policies that the profile does not know, those of which a
 * site's result says something, last.
 */
export function allCellWords({ sites, rows, furtherRows }: Comparison, text: Text): CellWords[] {
  const byId = new Map([...rows, ...furtherRows].map((row) => [row.id, row]));
  return sites.flatMap((site) =>
    [...site.cells, ...site.furtherCells].flatMap((cell) => {
      const row = byId.get(cell.policy);
      return row === undefined ? [] : [cellWords(site, row, cell, text)];
    }),
  );
}

/** One cell in words. */
export function cellWords(site: Site, row: PolicyRow, cell: Cell, text: Text): CellWords {
  const { change, waiver, ...bare } = cell;
  const { verdict, worst, vantages } = cell;
  const count = vantages.filter((vantage) => vantage.verdict === verdict).length;
  return {
    site,
    row,
    cell,
    siteName: siteLabel(site, text),
    title: policyTitle(row, text),
    verdict: text.verdicts[verdict],
    level: text.levels[levels[verdict]],
    sentence: site.result === undefined ? reasonOf(site, text) : sentenceOf(verdict, worst, text),
    remarks: [
      ...remarksOf(site, bare, text, { flags: text.flags, changes: text.rounds.remarks }),
      ...(cell.flags.includes("stale") ? [text.flags.stale] : []),
    ],
    change: change && changeWords(change, site.result?.run.finished ?? "", text),
    waiver: waiver && waiverWords(waiver, text),
    decisive: worst?.vantage,
    namespaces: vantages.length === 0 ? undefined : { count, of: vantages.length },
    engines: (worst?.engines ?? []).map((engine) => engineName(engine, text)),
  };
}

/** The remarks of a cell where its change and its waiver have no place of their own: these first. */
export function allRemarks({ remarks, change, waiver }: CellWords, text: Text): string[] {
  return [
    ...(waiver?.inForce ? [text.waivers.until(date(waiver.expires, text.language))] : []),
    ...(change ? [text.rounds.remarks[change.kind]] : []),
    ...remarks,
  ];
}

function changeWords(change: Change, now: string, text: Text): ChangeWords {
  const kind = changeGroup(change);
  return {
    kind,
    title: text.rounds.groups[kind],
    before: text.verdicts[change.before],
    sentence: changeSentence(change, now, text),
  };
}

function waiverWords(waiver: Waiver, text: Text): WaiverWords {
  const { state, expires, owner, reason } = waiver;
  return {
    inForce: isInForce(waiver),
    state: text.waivers.states[state],
    expires,
    owner,
    reason,
    sentence: text.waivers.evidence(waiver, date(expires, text.language)),
  };
}

/** Why there is no result of a site. */
function reasonOf({ problem, archive }: Site, text: Text): string {
  if (problem === undefined) return text.export.noResult;
  const { text: said, quote } = text.problem(problem, archive.name);
  return quote === undefined ? said : `${said} ${quote}`;
}

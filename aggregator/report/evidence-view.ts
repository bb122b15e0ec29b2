import { levels, type Outcome, type Verdict } from "#results";
import { memberNames } from "../archive/member.ts";
import type { Case, CaseMember, Cases } from "../comparison/cases.ts";
import type { Cell, Comparison, PolicyRow, VantageVerdict } from "../comparison/comparison.ts";
import { runPlaceholder } from "../comparison/own-names.ts";
import { isDeviation } from "../comparison/summary.ts";
import { shellQuoted } from "../explain/shell.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { messageOf, type ResultView, resultViews, shortened } from "./attempts-view.ts";
import { numbersOf, type VerdictView, verdictView } from "./cell-view.ts";
import { changeSentence } from "./change-words.ts";
import { type ExemptionView, exemptionViews } from "./exemption-view.ts";
import { date } from "./format.ts";
import { type HistoryView, historyView, mostWithHistory } from "./history-view.ts";
import type { Link } from "./link.ts";
import { engineName } from "./probe-view.ts";
import { type RemedyView, remedyView } from "./remedy-view.ts";
import { vantageGroups } from "./vantage-groups.ts";

/** The evidence about one policy: what is said of it once, and its cases. */
export interface EvidenceView {
  readonly id: string;
  readonly policy: Link;
  readonly remedy: RemedyView | undefined;
  readonly cases: readonly SectionView[];
  /** Cases for which there is no room. */
  readonly leftOut: { readonly id: string; readonly text: string } | undefined;
}

/** Namespaces with another verdict than the worst. */
export interface OtherVantagesView extends VerdictView {
  readonly namespaces: string;
  readonly sentence: string | undefined;
}

/** A site of a case, with what holds there alone. */
export interface CaseSiteView {
  readonly name: string;
  /** To its cell in the matrix. */
  readonly href: string;
  /** The namespaces in which this was found; said where there are several. */
  readonly place: string | undefined;
  /** What became of it since the last round. */
  readonly change: string | undefined;
  readonly history: HistoryView | undefined;
  /** What was found in namespaces where it was something else. */
  readonly others: readonly OtherVantagesView[];
  readonly exemptions: readonly ExemptionView[];
  /** Sentences about this site and policy alone. */
  readonly remarks: readonly string[];
}

/** Why cells of a policy are as they are, and at which sites. */
export interface SectionView extends VerdictView {
  readonly id: string;
  readonly heading: string;
  /** The sites, or the first of them. */
  readonly at: string;
  readonly sentence: string;
  /** What became of the pod that complies with all policies. */
  readonly compliant: string | undefined;
  readonly compliantMessage: string | undefined;
  readonly remarks: readonly string[];
  readonly results: readonly ResultView[];
  readonly sites: readonly CaseSiteView[];
  /** Said where the sites are too many to be listed at once. */
  readonly sitesSummary: string | undefined;
  /** The command that explains it and repeats the decisive attempt. */
  readonly command: string;
  /** To the archives and their checksums. */
  readonly inputs: string;
  /** To what is said of the policy once; undefined where nothing is to be enforced. */
  readonly fix: string | undefined;
}

/** From so many sites on only the first are named. */
const mostNamed = 10;
const firstNamed = 3;

/** The deviations of all sites with a result, policy by policy as in the matrix. */
export function evidenceViews(
  { sites, rows, furtherRows, profile }: Comparison,
  cases: Cases,
  text: Text,
  anchors: Anchors,
): EvidenceView[] {
  const byPolicy = Map.groupBy(cases.shown, ({ row }) => row.id);
  const allHistory = sites.length <= mostWithHistory;
  const leftOut = new Map(cases.leftOut.map((group) => [group.row.id, group.cases]));
  return [...rows, ...furtherRows]
    .filter(({ id }) => byPolicy.has(id) || leftOut.has(id))
    .map((row) => ({
      id: anchors.remedy(row.id),
      policy: { text: titleOf(row, text), href: `#${anchors.policy(row.id)}` },
      remedy: remedyView(row, profile, text),
      cases: (byPolicy.get(row.id) ?? []).map((found) => sectionView(found, allHistory, text, anchors)),
      leftOut: leftOutView(row, leftOut.get(row.id) ?? [], text, anchors),
    }));
}

/** How attempts were made, as it holds for all sites that are shown. */
export function evidenceIntro({ sites }: Comparison, { evidence, cases }: Text): string {
  const deep = sites.some(({ result }) => result?.configuration["probes"] === "deep");
  const { intro, introDeep, introMessages, auditHint } = evidence;
  return [
    intro,
    ...(deep ? [introDeep] : []),
    introMessages,
    cases.intro(runPlaceholder),
    cases.rawIntro(memberNames.junit),
    auditHint,
  ].join(" ");
}

function leftOutView(
  row: PolicyRow,
  cases: readonly Case[],
  text: Text,
  anchors: Anchors,
): EvidenceView["leftOut"] {
  if (cases.length === 0) return undefined;
  const sites = new Set(cases.flatMap(({ members }) => members.map(({ site }) => site.id)));
  return { id: anchors.leftOut(row.id), text: text.cases.leftOut(cases.length, sites.size) };
}

/** @param allHistory whether to show a history in which nothing changed, too */
function sectionView(found: Case, allHistory: boolean, text: Text, anchors: Anchors): SectionView {
  const { id, row, verdict, flags, worst, compliant, reporting, members } = found;
  const level = levels[verdict];
  const names = members.map(({ site }) => siteLabel(site, text));
  const many = names.length > mostNamed;
  const [first] = members;
  return {
    ...verdictView(verdict, text),
    id: anchors.case(row.id, id),
    heading: titleOf(row, text),
    at: many
      ? text.cases.andFurther(names.slice(0, firstNamed), names.length - firstNamed)
      : text.names(names),
    sentence: sentenceOf(verdict, worst, text),
    compliant: compliant && compliantText(compliant, text),
    compliantMessage: compliant && shortened(messageOf(compliant), text).message,
    remarks: [
      ...flags.map((flag) => text.flags[flag]),
      ...reporting.map(({ engine, policies }) => text.reporting(engineName(engine, text), policies)),
    ],
    results: resultViews(worst?.probes ?? [], text),
    sites: members.map((member) => siteView(member, row, allHistory, text, anchors)),
    sitesSummary: many ? text.cases.allSites(names.length) : undefined,
    command: `dvs explain ${shellQuoted(first?.site.archive.name ?? "")} ${shellQuoted(row.id)}`,
    inputs: `#${members.length === 1 && first !== undefined ? anchors.input(first.site.id) : "inputs"}`,
    fix: level === "open" || level === "gaps" ? `#${anchors.remedy(row.id)}` : undefined,
  };
}

function siteView(
  { site, cell }: CaseMember,
  row: PolicyRow,
  allHistory: boolean,
  text: Text,
  anchors: Anchors,
): CaseSiteView {
  const { worst, vantages, waiver, flags } = cell;
  const [alike = [], ...others] = vantageGroups(cell);
  const several = vantages.length > 1;
  return {
    name: siteLabel(site, text),
    href: `#${anchors.cell(site.id, row.id)}`,
    place:
      several && worst ? placeSentence(worst, namesOf(alike.slice(1)), vantages.length, text) : undefined,
    change: cell.change && changeSentence(cell.change, site.result?.run.finished ?? "", text),
    history: historyView(cell, allHistory, text),
    others: otherViews(others.flat(), text),
    exemptions: exemptionViews(vantages, text),
    remarks: [
      ...(waiver === undefined ? [] : [text.waivers.evidence(waiver, date(waiver.expires, text.language))]),
      ...(flags.includes("stale") ? [`${text.flags.stale}.`] : []),
    ],
  };
}

function titleOf({ id, policy }: PolicyRow, { language }: Text): string {
  return policy?.text[language].title ?? id;
}

function compliantText(compliant: Outcome, text: Text): string {
  const { kind } = compliant;
  if (kind === "control-refused") return text.outcomes.refused;
  return kind === "inconclusive"
    ? `${text.outcomes.inconclusive}: ${text.reasons[compliant.reason]}`
    : text.outcomes[kind];
}

function placeSentence(
  { vantage }: VantageVerdict,
  alike: readonly string[],
  all: number,
  text: Text,
): string {
  return all > 1 && alike.length === all - 1
    ? text.everywhere(vantage, all)
    : text.vantage(vantage, alike, all);
}

/** Namespaces of which the same is said, together. */
function otherViews(vantages: readonly VantageVerdict[], text: Text): OtherVantagesView[] {
  const said = vantages.map((vantage) => {
    const { verdict } = vantage;
    // where all is well, the chip says it
    const sentence = isDeviation(verdict) ? sentenceOf(verdict, vantage, text) : undefined;
    return { vantage, verdict, sentence };
  });
  const groups = Map.groupBy(said, ({ verdict, sentence }) => `${verdict} ${sentence}`);
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const { verdict, sentence } = first;
    const namespaces = text.names(namesOf([first, ...rest].map(({ vantage }) => vantage)));
    return [{ ...verdictView(verdict, text), namespaces, sentence }];
  });
}

function namesOf(vantages: readonly VantageVerdict[]): string[] {
  return vantages.map(({ vantage }) => vantage);
}

/** Why a verdict is as it is. */
export function sentenceOf(verdict: Verdict, vantage: Cell["worst"], text: Text): string {
  return text.verdictSentence(verdict, numbersOf(vantage), vantage && reasonText(vantage, text));
}

/** Why a verdict is inconclusive; what is not believed or not there comes first, for its reason says too little. */
export function reasonText(
  { reason, kind, probes, undecided }: VantageVerdict,
  text: Text,
): string | undefined {
  if (reason === undefined) return undefined;
  const doubted = probes.find((probe) => probe.doubted && undecided.includes(probe.probe))?.doubted;
  if (doubted !== undefined) return text.doubted[doubted];
  return kind === undefined ? text.evidence.notProbed : text.reasons[reason];
}

import { levels, type Outcome, type Verdict } from "#results";
import { memberNames } from "../archive/member.ts";
import { type Case, type CaseMember, type Cases, explainedBy } from "../comparison/cases.ts";
import type { Cell, Comparison, PolicyRow, Site, VantageVerdict } from "../comparison/comparison.ts";
import { runPlaceholder } from "../comparison/own-names.ts";
import type { SharedCause } from "../comparison/shared-causes.ts";
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

/** The evidence: what is said of several policies at once, and policy by policy. */
export interface EvidenceSections {
  readonly causes: readonly SectionView[];
  readonly policies: readonly EvidenceView[];
}

/** The evidence about one policy: what is said of it once, and its cases. */
export interface EvidenceView {
  readonly id: string;
  readonly policy: Link;
  readonly remedy: RemedyView | undefined;
  readonly cases: readonly (SectionView | ExplainedView)[];
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

/** Cells of a policy of which all is said with those of others. */
export interface ExplainedView extends VerdictView {
  readonly id: string;
  readonly heading: string;
  readonly at: string;
  readonly sentence: string;
  /** Where. */
  readonly explained: readonly Link[];
}

/** Why cells of a policy, or of several, are as they are, and at which sites. */
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
  /** The policies that it is about, if they are several. */
  readonly policies: readonly Link[] | undefined;
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
  readonly explained: undefined;
}

/** From so many sites on only the first are named. */
const mostNamed = 10;
const firstNamed = 3;

/** The deviations of all sites with a result. */
export function evidenceSections(
  comparison: Comparison,
  cases: Cases,
  text: Text,
  anchors: Anchors,
): EvidenceSections {
  const allHistory = comparison.sites.length <= mostWithHistory;
  return {
    causes: cases.causes.map((cause) => causeView(cause, allHistory, text, anchors)),
    policies: evidenceViews(comparison, cases, text, anchors),
  };
}

/** Policy by policy as in the matrix. */
function evidenceViews(
  { sites, rows, furtherRows, profile }: Comparison,
  cases: Cases,
  text: Text,
  anchors: Anchors,
): EvidenceView[] {
  const explained = explainedBy(cases.causes);
  const byPolicy = Map.groupBy(cases.shown, ({ row }) => row.id);
  const allHistory = sites.length <= mostWithHistory;
  const leftOut = new Map(cases.leftOut.map((group) => [group.row.id, group.cases]));
  return [...rows, ...furtherRows]
    .filter(({ id }) => byPolicy.has(id) || leftOut.has(id))
    .map((row) => ({
      id: anchors.remedy(row.id),
      policy: { text: titleOf(row, text), href: `#${anchors.policy(row.id)}` },
      remedy: remedyView(row, profile, text),
      cases: (byPolicy.get(row.id) ?? []).map((found) =>
        found.members.every(({ cell }) => explained.has(cell))
          ? explainedView(found, explained, text, anchors)
          : sectionView(found, allHistory, text, anchors),
      ),
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

/** What is said of several policies at once. */
function causeView(
  { id, cases, sites }: SharedCause,
  allHistory: boolean,
  text: Text,
  anchors: Anchors,
): SectionView {
  const [first] = cases;
  const { verdict, worst, compliant, flags, reporting, row } = first;
  const names = sites.map(({ site }) => siteLabel(site, text));
  const many = names.length > mostNamed;
  const [firstSite] = sites;
  const results = resultViews(
    cases.flatMap((found) => found.worst?.probes ?? []),
    text,
    true,
  );
  return {
    ...verdictView(verdict, text),
    id: anchors.cause(id),
    heading: text.rounds.policies(cases.length, false),
    at: many
      ? text.cases.andFurther(names.slice(0, firstNamed), names.length - firstNamed)
      : text.names(names),
    sentence: text.cases.sharedCause(sentenceOf(verdict, worst, text)),
    ...compliantOf(compliant, results, text),
    remarks: remarksOf(flags, reporting, text),
    policies: cases.map((found) => ({
      text: titleOf(found.row, text),
      href: `#${anchors.policy(found.row.id)}`,
    })),
    results,
    sites: sites.flatMap(({ members }) => alikeViews(members, cases, allHistory, text, anchors)),
    sitesSummary: many ? text.cases.allSites(names.length) : undefined,
    command: explainCommand(firstSite?.site, row),
    inputs: inputsOf(
      sites.map(({ site }) => site),
      anchors,
    ),
    fix: undefined,
    explained: undefined,
  };
}

/** A site, with the policies of which the same became there; a line for each that differ. */
function alikeViews(
  members: readonly CaseMember[],
  cases: readonly Case[],
  allHistory: boolean,
  text: Text,
  anchors: Anchors,
): CaseSiteView[] {
  const rows = new Map(cases.map(({ row }) => [row.id, row]));
  const views = members.flatMap((member) => {
    const row = rows.get(member.cell.policy);
    return row === undefined ? [] : [{ row, view: siteView(member, row, allHistory, text, anchors) }];
  });
  const groups = Map.groupBy(views, ({ view: { change, history, remarks } }) =>
    JSON.stringify([change, history, remarks]),
  );
  return [...groups.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const own = [first, ...rest].map(({ row }) => titleOf(row, text));
    return [{ ...first.view, place: own.length === views.length ? undefined : `(${own.join(", ")})` }];
  });
}

/** A case of which all is said with others. */
function explainedView(
  { id, row, verdict, worst, members }: Case,
  explained: ReadonlyMap<Cell, SharedCause>,
  text: Text,
  anchors: Anchors,
): ExplainedView {
  const causes = [...new Set(members.flatMap(({ cell }) => explained.get(cell) ?? []))];
  const names = members.map(({ site }) => siteLabel(site, text));
  return {
    ...verdictView(verdict, text),
    id: anchors.case(row.id, id),
    heading: titleOf(row, text),
    at:
      names.length > mostNamed
        ? text.cases.andFurther(names.slice(0, firstNamed), names.length - firstNamed)
        : text.names(names),
    sentence: sentenceOf(verdict, worst, text),
    explained: causes.map((cause) => ({
      text: text.cases.toCause(cause.cases.length),
      href: `#${anchors.cause(cause.id)}`,
    })),
  };
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
  const results = resultViews(worst?.probes ?? [], text);
  return {
    ...verdictView(verdict, text),
    id: anchors.case(row.id, id),
    heading: titleOf(row, text),
    at: many
      ? text.cases.andFurther(names.slice(0, firstNamed), names.length - firstNamed)
      : text.names(names),
    sentence: sentenceOf(verdict, worst, text),
    ...compliantOf(compliant, results, text),
    remarks: remarksOf(flags, reporting, text),
    policies: undefined,
    results,
    sites: members.map((member) => siteView(member, row, allHistory, text, anchors)),
    sitesSummary: many ? text.cases.allSites(names.length) : undefined,
    command: explainCommand(first?.site, row),
    inputs: inputsOf(
      members.map(({ site }) => site),
      anchors,
    ),
    fix: level === "open" || level === "gaps" ? `#${anchors.remedy(row.id)}` : undefined,
    explained: undefined,
  };
}

function remarksOf(flags: Case["flags"], reporting: Case["reporting"], text: Text): string[] {
  return [
    ...flags.map((flag) => text.flags[flag]),
    ...reporting.map(({ engine, policies }) => text.reporting(engineName(engine, text), policies)),
  ];
}

function explainCommand(site: Site | undefined, row: PolicyRow): string {
  return `dvs explain ${shellQuoted(site?.archive.name ?? "")} ${shellQuoted(row.id)}`;
}

function inputsOf(sites: readonly Site[], anchors: Anchors): string {
  const [first, ...others] = sites;
  return `#${first !== undefined && others.length === 0 ? anchors.input(first.id) : "inputs"}`;
}

/** What became of the pod that complies with all policies; a message that stands above is not said again. */
function compliantOf(
  compliant: Outcome | undefined,
  results: readonly ResultView[],
  text: Text,
): Pick<SectionView, "compliant" | "compliantMessage"> {
  if (compliant === undefined) return { compliant: undefined, compliantMessage: undefined };
  const said = compliantText(compliant, text);
  const { message } = shortened(messageOf(compliant), text);
  return message !== undefined && results.some((result) => result.message === message)
    ? { compliant: `${said} ${text.cases.sameMessage}`, compliantMessage: undefined }
    : { compliant: said, compliantMessage: message };
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
  if (kind === "control-refused") return `${text.outcomes.refused}.`;
  return kind === "inconclusive"
    ? `${text.outcomes.inconclusive}: ${text.reasons[compliant.reason]}`
    : `${text.outcomes[kind]}.`;
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

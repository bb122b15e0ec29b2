import { levels, type Outcome } from "#results";
import type { Case, CaseMember } from "../comparison/cases.ts";
import type { PolicyRow, Site, VantageVerdict } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { shellQuoted } from "../explain/shell.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { messageOf, type ResultView, resultViews, shortened } from "./attempts-view.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import { changeSentence } from "./change-words.ts";
import { type ExemptionView, exemptionViews } from "./exemption-view.ts";
import { date } from "./format.ts";
import { type HistoryView, historyView } from "./history-view.ts";
import type { Link } from "./link.ts";
import { engineName } from "./probe-view.ts";
import { vantageGroups } from "./vantage-groups.ts";
import { sentenceOf } from "./verdict-sentence.ts";

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

/** A site of a section, as the heading names it first. */
export interface CameFromView {
  readonly id: string;
  /** The site, as the list of the section's sites has it. */
  readonly site: string;
  readonly also: string;
  /** The section's command, for this site. */
  readonly command: string;
}

/** Why cells of a policy, or of several, are as they are, and at which sites. */
export interface SectionView extends VerdictView {
  readonly id: string;
  readonly heading: string;
  /** To stand behind the policy whose cell led here, in place of the heading; undefined if it is about one policy. */
  readonly alsoPolicies: string | undefined;
  /** The sites, or the first of them. */
  readonly at: string;
  /** For who comes from a cell of one of several sites; empty where sites are many. */
  readonly cameFrom: readonly CameFromView[];
  /** The same for sites without a view of their own, to stand behind the site's name; undefined if there is one site. */
  readonly alsoAtOthers: string | undefined;
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

/** The names of sites, or of the first of them. */
export function namesText(sites: readonly Site[], text: Text): string {
  const names = sites.map((site) => siteLabel(site, text));
  return names.length > mostNamed
    ? text.cases.andFurther(names.slice(0, firstNamed), names.length - firstNamed)
    : text.names(names);
}

/** What is said of the sites of a section together; the command explains the policy at the first of them. */
export function placesOf(
  sites: readonly Site[],
  { id }: PolicyRow,
  anchor: string,
  text: Text,
  anchors: Anchors,
): Pick<SectionView, "id" | "at" | "cameFrom" | "alsoAtOthers" | "sitesSummary" | "command" | "inputs"> {
  const [first, ...others] = sites;
  const commandAt = (site: Site | undefined) =>
    `dvs explain ${shellQuoted(site?.archive.name ?? "")} ${shellQuoted(id)}`;
  return {
    id: anchor,
    at: namesText(sites, text),
    cameFrom: sites.flatMap((site) => {
      const own = anchors.ofSite(anchor, site.id, sites.length);
      if (own === undefined) return [];
      const also = alsoText(
        sites.filter((other) => other !== site),
        text,
      );
      return [{ id: own, site: siteLabel(site, text), also, command: commandAt(site) }];
    }),
    alsoAtOthers: others.length > 0 ? text.cases.alsoAt([], others.length) : undefined,
    sitesSummary: sites.length > mostNamed ? text.cases.allSites(sites.length) : undefined,
    command: commandAt(first),
    inputs: `#${first !== undefined && others.length === 0 ? anchors.input(first.id) : "inputs"}`,
  };
}

function alsoText(others: readonly Site[], text: Text): string {
  const named = others.length >= mostNamed ? others.slice(0, firstNamed) : others;
  return text.cases.alsoAt(
    named.map((site) => siteLabel(site, text)),
    others.length - named.length,
  );
}

/** @param allHistory whether to show a history in which nothing changed, too */
export function sectionView(found: Case, allHistory: boolean, text: Text, anchors: Anchors): SectionView {
  const { id, row, verdict, flags, worst, compliant, reporting, members } = found;
  const level = levels[verdict];
  const results = resultViews(worst?.probes ?? [], text);
  return {
    ...verdictView(verdict, text),
    heading: policyTitle(row, text),
    alsoPolicies: undefined,
    sentence: sentenceOf(verdict, worst, text),
    ...placesOf(
      members.map(({ site }) => site),
      row,
      anchors.case(row.id, id),
      text,
      anchors,
    ),
    ...compliantOf(compliant, results, text),
    remarks: remarksOf(flags, reporting, text),
    policies: undefined,
    results,
    sites: members.map((member) => siteView(member, row, allHistory, text, anchors)),
    fix: level === "open" || level === "gaps" ? `#${anchors.remedy(row.id)}` : undefined,
    explained: undefined,
  };
}

export function remarksOf(flags: Case["flags"], reporting: Case["reporting"], text: Text): string[] {
  return [
    ...flags.map((flag) => text.flags[flag]),
    ...reporting.map(({ engine, policies }) => text.reporting(engineName(engine, text), policies)),
  ];
}

/** What became of the pod that complies with all policies; a message that stands above is not said again. */
export function compliantOf(
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

export function siteView(
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

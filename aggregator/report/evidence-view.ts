import { type Level, levels, type Verdict } from "#results";
import type { Cell, Comparison, PolicyRow, Site, VantageVerdict } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { numbersOf, placeText, type VerdictView, verdictView } from "./cell-view.ts";
import { type ExemptionView, exemptionViews } from "./exemption-view.ts";
import type { Link } from "./link.ts";
import { type ProbeView, probeView } from "./probe-view.ts";
import { reportingSentences } from "./reporting-sentences.ts";
import { vantageGroups } from "./vantage-groups.ts";

/** The evidence of one site's deviations. */
export interface EvidenceView {
  readonly site: string;
  readonly sections: readonly SectionView[];
}

/** Namespaces with another verdict than the worst. */
export interface OtherVantagesView extends VerdictView {
  readonly namespaces: string;
  readonly sentence: string | undefined;
}

/** Why a cell is as it is. */
export interface SectionView extends VerdictView {
  readonly id: string;
  readonly heading: string;
  /** Site and policy; for those who hear a link or a table without its heading. */
  readonly of: string;
  readonly sentence: string;
  readonly vantage: string | undefined;
  /** What was found in namespaces where it was something else. */
  readonly others: readonly OtherVantagesView[];
  readonly exemptions: readonly ExemptionView[];
  readonly remarks: readonly string[];
  readonly probes: readonly ProbeView[];
  readonly comply: string | undefined;
  readonly back: string;
  readonly policy: Link;
}

/** The deviations of all sites with a result, site by site. */
export function evidenceViews(
  { sites, rows, furtherRows }: Comparison,
  text: Text,
  anchors: Anchors,
): EvidenceView[] {
  const byId = new Map([...rows, ...furtherRows].map((row) => [row.id, row]));
  return sites
    .filter(({ result }) => result !== undefined)
    .map((site) => ({
      site: siteLabel(site, text),
      sections: [...site.cells, ...site.furtherCells].flatMap((cell) => {
        const row = byId.get(cell.policy);
        return row !== undefined && isDeviation(cell.verdict)
          ? [sectionView(site, row, cell, text, anchors)]
          : [];
      }),
    }))
    .filter(({ sections }) => sections.length > 0);
}

/** How attempts were made, as it holds for all sites that are shown. */
export function evidenceIntro({ sites }: Comparison, { evidence }: Text): string {
  const deep = sites.some(({ result }) => result?.configuration["probes"] === "deep");
  const { intro, introDeep, introMessages, auditHint } = evidence;
  return [intro, ...(deep ? [introDeep] : []), introMessages, auditHint].join(" ");
}

function sectionView(site: Site, row: PolicyRow, cell: Cell, text: Text, anchors: Anchors): SectionView {
  const { worst, verdict, flags, vantages } = cell;
  const level: Level = levels[verdict];
  const words = row.policy?.text[text.language];
  const [alike = [], ...others] = vantageGroups(cell);
  return {
    ...verdictView(verdict, text),
    id: anchors.evidence(site.id, row.id),
    heading: words?.title ?? row.id,
    of: placeText(site, row, text),
    sentence: sentenceOf(verdict, worst, text),
    vantage: worst && placeSentence(worst, namesOf(alike.slice(1)), vantages.length, text),
    others: otherViews(others.flat(), text),
    exemptions: exemptionViews(vantages, text),
    remarks: [
      ...flags.filter((flag) => flag !== "exempt").map((flag) => text.flags[flag]),
      ...reportingSentences(site, row.id, verdict, text),
    ],
    probes: withoutRepetition(
      (worst?.probes ?? []).filter(({ weight }) => weight !== "info").map((probe) => probeView(probe, text)),
      text,
    ),
    comply: level === "open" || level === "gaps" ? words?.comply : undefined,
    back: `#${anchors.cell(site.id, row.id)}`,
    policy: { text: text.evidence.toPolicy, href: `#${anchors.policy(row.id)}` },
  };
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

/** A message that is the same as that of the attempt before is not printed again. */
function withoutRepetition(probes: readonly ProbeView[], text: Text): ProbeView[] {
  return probes.map((probe, index) => {
    const { message, remarks } = probe;
    if (message === undefined || message !== probes[index - 1]?.message) return probe;
    const same = remarks.join() === probes[index - 1]?.remarks.join();
    return { ...probe, message: undefined, remarks: [text.evidence.sameMessage, ...(same ? [] : remarks)] };
  });
}

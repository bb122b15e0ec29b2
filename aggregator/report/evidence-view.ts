import { type Level, levels } from "#results";
import type { Cell, Comparison, PolicyRow, Site, VantageVerdict } from "../comparison/comparison.ts";
import { isDeviation } from "../comparison/summary.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { numbersOf, placeText, type VerdictView, verdictView } from "./cell-view.ts";
import type { Link } from "./link.ts";
import { type ProbeView, probeView } from "./probe-view.ts";

/** The evidence of one site's deviations. */
export interface EvidenceView {
  readonly site: string;
  readonly sections: readonly SectionView[];
}

/** Why a cell is as it is. */
export interface SectionView extends VerdictView {
  readonly id: string;
  readonly heading: string;
  /** Site and policy; for those who hear a link or a table without its heading. */
  readonly of: string;
  readonly sentence: string;
  readonly vantage: string | undefined;
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

function sectionView(site: Site, row: PolicyRow, cell: Cell, text: Text, anchors: Anchors): SectionView {
  const { worst, verdict, flags, vantages } = cell;
  const level: Level = levels[verdict];
  const words = row.policy?.text[text.language];
  const reason = worst && reasonText(worst, text);
  const same = vantages.filter((vantage) => vantage.verdict === verdict).length;
  return {
    ...verdictView(verdict, text),
    id: anchors.evidence(site.id, row.id),
    heading: words?.title ?? row.id,
    of: placeText(site, row, text),
    sentence: text.verdictSentence(verdict, numbersOf(worst), reason),
    vantage: worst && text.vantage(worst.vantage, same, vantages.length),
    remarks: flags.map((flag) => text.flags[flag]),
    probes: withoutRepetition(
      (worst?.probes ?? []).filter(({ weight }) => weight !== "info").map((probe) => probeView(probe, text)),
      text,
    ),
    comply: level === "open" || level === "gaps" ? words?.comply : undefined,
    back: `#${anchors.cell(site.id, row.id)}`,
    policy: { text: text.evidence.toPolicy, href: `#${anchors.policy(row.id)}` },
  };
}

/** Why a verdict is inconclusive; what is not believed comes first, for its reason says too little. */
function reasonText({ reason, probes, undecided }: VantageVerdict, text: Text): string | undefined {
  if (reason === undefined) return undefined;
  const doubted = probes.find((probe) => probe.doubted && undecided.includes(probe.probe))?.doubted;
  return doubted === undefined ? text.reasons[reason] : text.doubted[doubted];
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

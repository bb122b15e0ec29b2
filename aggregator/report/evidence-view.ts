import { memberNames } from "../archive/member.ts";
import { type Case, type Cases, explainedBy, isExplained } from "../comparison/cases.ts";
import type { Comparison, PolicyRow } from "../comparison/comparison.ts";
import { runPlaceholder } from "../comparison/own-names.ts";
import { policyTitle } from "../policy-title.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type SectionView, sectionView } from "./case-view.ts";
import { causeView, type ExplainedView, explainedView } from "./cause-view.ts";
import { mostWithHistory } from "./history-view.ts";
import type { Link } from "./link.ts";
import { type RemedyView, remedyView } from "./remedy-view.ts";

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
      policy: { text: policyTitle(row, text), href: `#${anchors.policy(row.id)}` },
      remedy: remedyView(row, profile, text),
      cases: (byPolicy.get(row.id) ?? []).map((found) =>
        isExplained(found, explained)
          ? explainedView(found, explained, text, anchors)
          : sectionView(found, allHistory, text, anchors),
      ),
      leftOut: leftOutView(row, leftOut.get(row.id) ?? [], text, anchors),
    }));
}

/** How attempts were made, as it holds for all sites that are shown. */
export function evidenceIntro({ sites }: Comparison, { evidence, cases }: Text): string {
  const deep = sites.some(({ result }) => result?.configuration["probes"] === "deep");
  const slimmed = sites.some(({ archive }) => archive.slimmed !== undefined);
  const { intro, introDeep, introSlimmed, auditHint } = evidence;
  return [
    intro,
    ...(deep ? [introDeep] : []),
    cases.intro(runPlaceholder),
    ...(slimmed ? [introSlimmed] : []),
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

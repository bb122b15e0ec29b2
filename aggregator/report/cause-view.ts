import type { Case, CaseMember } from "../comparison/cases.ts";
import type { Cell } from "../comparison/comparison.ts";
import type { SharedCause } from "../comparison/shared-causes.ts";
import { policyTitle } from "../policy-title.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { resultViews } from "./attempts-view.ts";
import {
  type CaseSiteView,
  compliantOf,
  namesText,
  placesOf,
  remarksOf,
  type SectionView,
  siteView,
} from "./case-view.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import type { Link } from "./link.ts";
import { sentenceOf } from "./verdict-sentence.ts";

/** Cells of a policy of which all is said with those of others. */
export interface ExplainedView extends VerdictView {
  readonly id: string;
  readonly heading: string;
  readonly at: string;
  readonly sentence: string;
  /** Where. */
  readonly explained: readonly Link[];
}

/** What is said of several policies at once. */
export function causeView(
  { id, cases, sites }: SharedCause,
  allHistory: boolean,
  text: Text,
  anchors: Anchors,
): SectionView {
  const [first] = cases;
  const { verdict, worst, compliant, flags, reporting, row } = first;
  const results = resultViews(
    cases.flatMap((found) => found.worst?.probes ?? []),
    text,
    true,
  );
  return {
    ...verdictView(verdict, text),
    heading: text.rounds.policies(cases.length, false),
    alsoPolicies: text.cases.alsoPolicies(cases.length - 1),
    sentence: text.cases.sharedCause(sentenceOf(verdict, worst, text)),
    ...placesOf(
      sites.map(({ site }) => site),
      row,
      anchors.cause(id),
      text,
      anchors,
    ),
    ...compliantOf(compliant, results, text),
    remarks: remarksOf(flags, reporting, text),
    policies: cases.map((found) => ({
      text: policyTitle(found.row, text),
      href: `#${anchors.policy(found.row.id)}`,
    })),
    results,
    sites: sites.flatMap(({ members }) => alikeViews(members, cases, allHistory, text, anchors)),
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
    const own = [first, ...rest].map(({ row }) => policyTitle(row, text));
    return [{ ...first.view, place: own.length === views.length ? undefined : `(${own.join(", ")})` }];
  });
}

/** A case of which all is said with others. */
export function explainedView(
  { id, row, verdict, worst, members }: Case,
  explained: ReadonlyMap<Cell, SharedCause>,
  text: Text,
  anchors: Anchors,
): ExplainedView {
  const causes = [...new Set(members.flatMap(({ cell }) => explained.get(cell) ?? []))];
  return {
    ...verdictView(verdict, text),
    id: anchors.case(row.id, id),
    heading: policyTitle(row, text),
    at: namesText(
      members.map(({ site }) => site),
      text,
    ),
    sentence: sentenceOf(verdict, worst, text),
    explained: causes.map((cause) => ({
      text: text.cases.toCause(cause.cases.length),
      href: `#${anchors.cause(cause.id)}`,
    })),
  };
}

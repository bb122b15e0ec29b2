import type { Case, Cases } from "../comparison/cases.ts";
import type { Comparison, Site } from "../comparison/comparison.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { Saying, Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import type { Link } from "./link.ts";

/** Sites with one verdict. */
export interface ProblemGroupView extends VerdictView {
  /** How many there are; said where they are too many to be named. */
  readonly count: string | undefined;
  /** The sites; where they are too many, the cases with the first sites of each. */
  readonly links: readonly Link[];
  /** Sites that stand behind a switch, for none of the links names them. */
  readonly all: readonly Link[];
  readonly allSummary: string;
}

/** What has to be talked about, worst first. */
export interface ProblemsView {
  /** Sites at which every policy deviates alike. */
  readonly uniform: readonly ProblemGroupView[];
  readonly policiesTitle: string;
  readonly policies: readonly { readonly title: Link; readonly groups: readonly ProblemGroupView[] }[];
  readonly withoutResult: readonly (Saying & { readonly site: Link; readonly state: string })[];
  readonly unheard: readonly string[];
  /** What waivers want attention for. */
  readonly waivers: readonly string[];
  readonly none: boolean;
}

/** More sites than this are counted, not named. */
const mostNamed = 10;

/** So many sites of a case are named. */
const firstNamed = 2;

/** The deviations by policy, and the sites of which nothing is known. */
export function problemsView(
  { summary, sites, unheard, waivers = [] }: Comparison,
  cases: Cases,
  text: Text,
  anchors: Anchors,
): ProblemsView {
  const alike = new Set(summary.uniform.map(({ site }) => site.id));
  const toSite = (site: Site): Link => ({ text: siteLabel(site, text), href: `#${anchors.site(site.id)}` });
  const uniform = [...Map.groupBy(summary.uniform, ({ verdict }) => verdict)].map(([verdict, found]) => {
    const links = found.map(({ site }) => toSite(site));
    const many = links.length > mostNamed;
    return {
      ...verdictView(verdict, text),
      count: many ? text.cases.siteCount(links.length) : undefined,
      links: many ? [] : links,
      all: many ? links : [],
      allSummary: text.cases.allSites(links.length),
    };
  });
  const byPolicy = Map.groupBy(
    [...cases.shown, ...cases.leftOut.flatMap((group) => group.cases)],
    ({ row }) => row.id,
  );
  const policies = summary.deviations
    .map(({ row, byVerdict }) => ({
      title: { text: policyTitle(row, text), href: `#${anchors.policy(row.id)}` },
      groups: byVerdict
        .map(({ verdict, sites: there }): ProblemGroupView => {
          const found = there.filter(({ id }) => !alike.has(id));
          const many = found.length > mostNamed;
          const own = (byPolicy.get(row.id) ?? []).filter((one) => one.verdict === verdict);
          return {
            ...verdictView(verdict, text),
            count: many ? text.cases.siteCount(found.length) : undefined,
            links: many
              ? caseLinks(own, alike, text, anchors)
              : found.map((site) => ({
                  text: siteLabel(site, text),
                  href: `#${anchors.evidence(site.id, row.id)}`,
                })),
            all: [],
            allSummary: "",
          };
        })
        .filter(({ links }) => links.length > 0),
    }))
    .filter(({ groups }) => groups.length > 0);
  const withoutResult = sites
    .filter(({ result }) => result === undefined)
    .map((site) => ({
      site: toSite(site),
      state: text.states[site.state],
      text: site.problem === undefined ? "" : text.problem(site.problem, site.archive.name).text,
    }));
  return {
    uniform,
    policiesTitle: uniform.length > 0 ? text.problems.furtherSites : text.problems.policies,
    policies,
    withoutResult,
    unheard: unheard.map(({ name }) => name),
    waivers: text.waivers.attention(waivers),
    none: uniform.length + policies.length + withoutResult.length + unheard.length === 0,
  };
}

/** A link to each case with the first of its sites; cases that lead to one place are one. */
function caseLinks(cases: readonly Case[], alike: ReadonlySet<string>, text: Text, anchors: Anchors): Link[] {
  const places = Map.groupBy(
    cases.flatMap(({ row, members }) =>
      members
        .filter(({ site }) => !alike.has(site.id))
        .map(({ site }) => ({ site, href: `#${anchors.sharedEvidence(site.id, row.id)}` })),
    ),
    ({ href }) => href,
  );
  return [...places].map(([href, found]) => {
    const names = found.map(({ site }) => siteLabel(site, text));
    const further = names.length - firstNamed;
    return {
      href,
      text: further > 1 ? text.cases.andFurther(names.slice(0, firstNamed), further) : text.names(names),
    };
  });
}

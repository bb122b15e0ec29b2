import type { Comparison } from "../comparison/comparison.ts";
import { siteLabel } from "../report-json.ts";
import type { Saying, Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import type { Link } from "./view.ts";

/** What has to be talked about, worst first. */
export interface ProblemsView {
  readonly policies: readonly {
    readonly title: Link;
    readonly groups: readonly (VerdictView & { readonly sites: readonly Link[] })[];
  }[];
  readonly withoutResult: readonly (Saying & { readonly site: Link; readonly state: string })[];
  readonly unheard: readonly string[];
  readonly none: boolean;
}

/** The deviations by policy, and the sites of which nothing is known. */
export function problemsView(
  { summary, sites, unheard }: Comparison,
  text: Text,
  anchors: Anchors,
): ProblemsView {
  const policies = summary.deviations.map(({ row, byVerdict }) => ({
    title: { text: row.policy?.text[text.language].title ?? row.id, href: `#${anchors.policy(row.id)}` },
    groups: byVerdict.map(({ verdict, sites: there }) => ({
      ...verdictView(verdict, text),
      sites: there.map((site) => ({
        text: siteLabel(site, text),
        href: `#${anchors.evidence(site.id, row.id)}`,
      })),
    })),
  }));
  const withoutResult = sites
    .filter(({ result }) => result === undefined)
    .map((site) => ({
      site: { text: siteLabel(site, text), href: `#${anchors.site(site.id)}` },
      state: text.states[site.state],
      text: site.problem === undefined ? "" : text.problem(site.problem, site.archive.name).text,
    }));
  return {
    policies,
    withoutResult,
    unheard: unheard.map(({ name }) => name),
    none: policies.length + withoutResult.length + unheard.length === 0,
  };
}

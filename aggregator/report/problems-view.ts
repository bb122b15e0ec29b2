import type { Comparison } from "../comparison/comparison.ts";
import { siteLabel } from "../report-json.ts";
import type { Saying, Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type VerdictView, verdictView } from "./cell-view.ts";
import type { Link } from "./link.ts";

/** What has to be talked about, worst first. */
export interface ProblemsView {
  /** Sites at which every policy deviates alike. */
  readonly uniform: readonly (VerdictView & { readonly sites: readonly Link[] })[];
  readonly policiesTitle: string;
  readonly policies: readonly {
    readonly title: Link;
    readonly groups: readonly (VerdictView & { readonly sites: readonly Link[] })[];
  }[];
  readonly withoutResult: readonly (Saying & { readonly site: Link; readonly state: string })[];
  readonly unheard: readonly string[];
  /** What waivers want attention for. */
  readonly waivers: readonly string[];
  readonly none: boolean;
}

/** The deviations by policy, and the sites of which nothing is known. */
export function problemsView(
  { summary, sites, unheard, waivers = [] }: Comparison,
  text: Text,
  anchors: Anchors,
): ProblemsView {
  const alike = new Set(summary.uniform.map(({ site }) => site.id));
  const uniform = [...Map.groupBy(summary.uniform, ({ verdict }) => verdict)].map(([verdict, found]) => ({
    ...verdictView(verdict, text),
    sites: found.map(({ site }) => ({ text: siteLabel(site, text), href: `#${anchors.site(site.id)}` })),
  }));
  const policies = summary.deviations
    .map(({ row, byVerdict }) => ({
      title: { text: row.policy?.text[text.language].title ?? row.id, href: `#${anchors.policy(row.id)}` },
      groups: byVerdict
        .map(({ verdict, sites: there }) => ({
          ...verdictView(verdict, text),
          sites: there
            .filter(({ id }) => !alike.has(id))
            .map((site) => ({
              text: siteLabel(site, text),
              href: `#${anchors.evidence(site.id, row.id)}`,
            })),
        }))
        .filter((group) => group.sites.length > 0),
    }))
    .filter(({ groups }) => groups.length > 0);
  const withoutResult = sites
    .filter(({ result }) => result === undefined)
    .map((site) => ({
      site: { text: siteLabel(site, text), href: `#${anchors.site(site.id)}` },
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

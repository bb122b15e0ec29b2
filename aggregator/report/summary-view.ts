import type { Comparison } from "../comparison/comparison.ts";
import type { Decision, OpenPolicy, SiteFindings } from "../comparison/decisions.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import type { Link } from "./link.ts";

/** What is to be decided. */
export interface SummaryView {
  readonly points: readonly PointView[];
  readonly further: string | undefined;
  readonly none: boolean;
}

/** One point. */
export interface PointView {
  readonly says: string;
  readonly links: readonly Link[];
  /** How many sites or policies are not named. */
  readonly more: string | undefined;
  readonly step: string;
  readonly by: string;
}

/** With more, names would crowd out the sentences; the matrix has them all. */
const mostNamed = 5;

/** The points of the meeting in words. */
export function summaryView({ decisions }: Comparison, text: Text, anchors: Anchors): SummaryView {
  const { points, further } = decisions;
  return {
    points: points.map((decision) => pointView(decision, text, anchors)),
    further: further > 0 ? text.summary.further(further) : undefined,
    none: points.length === 0,
  };
}

function pointView(decision: Decision, text: Text, anchors: Anchors): PointView {
  const { summary } = text;
  const common = { step: summary.steps[decision.kind] };
  if (decision.kind === "widely-open") {
    const { policies, by } = decision;
    return {
      ...common,
      says: summary.widelyOpen(policies.length),
      ...named(
        policies.map((policy) => policyLink(policy, text, anchors)),
        text,
      ),
      by: summary.actor(by, 0),
    };
  }
  const { kind, sites, by } = decision;
  const findings = sites.reduce((sum, { share }) => sum + share.count, 0);
  return {
    ...common,
    says: summary.aboutSites(kind, { sites: sites.length, findings }),
    ...named(
      sites.map((found) => siteLink(found, text, anchors)),
      text,
    ),
    by: summary.actor(by, sites.length),
  };
}

function named(links: readonly Link[], text: Text): Pick<PointView, "links" | "more"> {
  const more = links.length - mostNamed;
  // one more name is no longer than the words that would stand for it
  if (more <= 1) return { links, more: undefined };
  return { links: links.slice(0, mostNamed), more: text.summary.more(more) };
}

function policyLink({ row, share }: OpenPolicy, text: Text, anchors: Anchors): Link {
  return {
    text: text.summary.counted(titleOf(row, text), text.share(share.count, share.of)),
    href: `#${anchors.policy(row.id)}`,
  };
}

/** A single finding is named and leads to its evidence; several are counted. */
function siteLink({ site, rows, share }: SiteFindings, text: Text, anchors: Anchors): Link {
  const [first, ...others] = rows;
  const name = siteLabel(site, text);
  const toSite = `#${anchors.site(site.id)}`;
  if (first === undefined) return { text: name, href: toSite };
  return others.length === 0
    ? {
        text: text.summary.counted(name, titleOf(first, text)),
        href: `#${anchors.evidence(site.id, first.id)}`,
      }
    : { text: text.summary.counted(name, text.share(share.count, share.of)), href: toSite };
}

function titleOf({ id, policy }: SiteFindings["rows"][number], text: Text): string {
  return policy?.text[text.language].title ?? id;
}

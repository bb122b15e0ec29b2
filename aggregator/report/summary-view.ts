import type { Cell, Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import {
  type Decision,
  decisionsOf,
  type OpenPolicy,
  type SiteFailingOpen,
  type SiteFindings,
} from "../comparison/decisions.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { commonReason } from "./common-reason.ts";
import type { Link } from "./link.ts";
import { engineName } from "./probe-view.ts";

/** One point of what is to be decided. */
export interface PointView {
  readonly says: string;
  readonly links: readonly Link[];
  /** How many sites or policies are not named. */
  readonly more: string | undefined;
  /** How to read the numbers, or why nothing is known. */
  readonly why: string | undefined;
  readonly step: string;
  readonly by: string;
}

/** With more, names would crowd out the sentences; the matrix has them all. */
const mostNamed = 5;

/** The points of the meeting in words. */
export function summaryView(comparison: Comparison, text: Text, anchors: Anchors): readonly PointView[] {
  return decisionsOf(comparison).map((decision) => pointView(decision, text, anchors));
}

function pointView(decision: Decision, text: Text, anchors: Anchors): PointView {
  const { summary } = text;
  const step = summary.steps[decision.kind];
  switch (decision.kind) {
    case "widely-open": {
      const { policies, by } = decision;
      const links = policies.map((policy) => policyLink(policy, text, anchors));
      return {
        says: summary.widelyOpen(policies.length),
        ...named(links, text),
        why: uncountedText(policies, text),
        step,
        by: summary.actor(by, 0),
      };
    }
    case "fails-open": {
      const { sites, by } = decision;
      const engines = [...new Set(sites.flatMap((site) => site.engines))];
      const links = sites.map((site) => failingOpenLink(site, engines.length > 1, text, anchors));
      return {
        says: summary.failsOpen(
          engines.length === 1 ? engines.map((engine) => engineName(engine, text)).join() : undefined,
          sites.length,
        ),
        ...named(links, text),
        why: undefined,
        step,
        by: summary.actor(by, sites.length),
      };
    }
    case "waivers":
      return {
        says: text.waivers.attention(decision.waivers).join(" "),
        links: [{ text: summary.toWaivers, href: "#waivers" }],
        more: undefined,
        why: undefined,
        step,
        by: summary.actor(decision.by, 0),
      };
    default: {
      const { kind, sites, by, unheard = [] } = decision;
      const count = sites.length + unheard.length;
      const findings = sites.reduce((sum, { share }) => sum + share.count, 0);
      const links = [
        ...sites.map((found) => siteLink(found, text, anchors)),
        ...unheard.map(({ name }) => ({ text: name, href: "#problems" })),
      ];
      return {
        says: summary.aboutSites(kind, { sites: count, findings }),
        ...named(links, text),
        why:
          kind === "undetermined"
            ? commonReason(
                sites.flatMap(({ site, rows }) => cellsOf(site, rows)),
                text,
              )
            : undefined,
        step,
        by: summary.actor(by, count),
      };
    }
  }
}

function named(links: readonly Link[], text: Text): Pick<PointView, "links" | "more"> {
  const more = links.length - mostNamed;
  // one more name is no longer than the words that would stand for it
  if (more <= 1) return { links, more: undefined };
  return { links: links.slice(0, mostNamed), more: text.summary.more(more) };
}

/** So many engines of a site are named, and one more: its name is no longer than the words that would stand for it. */
const mostEngines = 3;

/** So many sites are named in a sentence. */
const fewNamed = 3;

/** Which sites the shares of all these policies leave out for want of a finding; undefined if there are none. */
function uncountedText(policies: readonly OpenPolicy[], text: Text): string | undefined {
  const [first, ...others] = policies;
  const sites = (first?.unknown ?? []).filter((site) =>
    others.every(({ unknown }) => unknown.includes(site)),
  );
  if (sites.length === 0) return undefined;
  const names = sites.map((site) => siteLabel(site, text));
  return text.summary.uncounted(names.length > fewNamed ? [] : names, names.length);
}

function cellsOf({ cells }: Site, rows: readonly PolicyRow[]): Cell[] {
  const wanted = new Set(rows.map(({ id }) => id));
  return cells.filter(({ policy }) => wanted.has(policy));
}

function policyLink({ row, share, waived }: OpenPolicy, text: Text, anchors: Anchors): Link {
  const number = text.share(share.count, share.of);
  return {
    text: text.summary.counted(
      policyTitle(row, text),
      waived > 0 ? text.summary.besidesWaived(number, waived) : number,
    ),
    href: `#${anchors.policy(row.id)}`,
  };
}

/** @param withEngines whether which engines they are has to be said of each site */
function failingOpenLink(
  { site, share, engines }: SiteFailingOpen,
  withEngines: boolean,
  text: Text,
  anchors: Anchors,
): Link {
  const count = text.share(share.count, share.of);
  const names = engines.map((engine) => engineName(engine, text));
  const more = names.length - mostEngines;
  const named =
    more <= 1 ? names.join(", ") : `${names.slice(0, mostEngines).join(", ")} ${text.summary.more(more)}`;
  return {
    text: text.summary.counted(siteLabel(site, text), withEngines ? `${named}: ${count}` : count),
    href: `#${anchors.site(site.id)}`,
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
        text: text.summary.counted(name, policyTitle(first, text)),
        href: `#${anchors.evidence(site.id, first.id)}`,
      }
    : { text: text.summary.counted(name, text.share(share.count, share.of)), href: toSite };
}

import { catalogues } from "#policies";
import type { Cell, PolicyRow, Site } from "../comparison/comparison.ts";
import { traitsOf } from "../comparison/group-sites.ts";
import { policyTitle } from "../policy-title.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type BarView, barView, countsOf } from "./level-bar.ts";
import { engineName } from "./probe-view.ts";

/** A heading of a row or a column: a site or a policy. */
export interface HeadingView {
  /** What it heads, for the script: `site` or `policy`. */
  readonly kind: "site" | "policy";
  /** Id of the heading itself, by which cells are named. */
  readonly id: string;
  readonly text: string;
  readonly href: string;
  /** A policy's id. */
  readonly code: string | undefined;
  /** A site's state unless all is well, or that a policy is not in the profile. */
  readonly state: string | undefined;
  /** A policy that the profile does not know. */
  readonly further: boolean;
  readonly bar: BarView | undefined;
  /** A policy's numbers in each catalogue. */
  readonly numbers: readonly NumbersView[];
  /** What sites can be selected and grouped by. */
  readonly traits: TraitsView | undefined;
}

/** Numbers of a policy in a catalogue. */
export interface NumbersView {
  readonly catalogue: string;
  readonly numbers: string;
  /** Whether another catalogue is shown at first. */
  readonly hidden: boolean;
}

/** A site's traits in words. */
export interface TraitsView {
  readonly id: string;
  readonly group: string;
  /** One name a line. */
  readonly engines: string;
  readonly distribution: string;
  readonly minor: string;
  /** Its place among the sites in the order in which those that are alike adjoin. */
  readonly similar: number;
}

/**
 * The heading of a site.
 * @param similar its place where sites that are alike adjoin
 */
export function siteHeading(
  site: Site,
  index: number,
  similar: number,
  text: Text,
  anchors: Anchors,
): HeadingView {
  return {
    kind: "site",
    id: `s${index}`,
    text: siteLabel(site, text),
    href: `#${anchors.site(site.id)}`,
    code: undefined,
    state: stateText(site, text),
    further: false,
    bar: site.result && barView(countsOf(site.cells)),
    numbers: [],
    traits: { id: site.id, similar, ...traitsView(site, text) },
  };
}

/**
 * The heading of a policy.
 * @param cells its cells at all sites with a result
 * @param catalogue the id of the catalogue whose numbers are shown at first
 */
export function policyHeading(
  { id, policy }: PolicyRow,
  index: number,
  cells: readonly Cell[],
  { further, catalogue }: { readonly further: boolean; readonly catalogue: string },
  text: Text,
  anchors: Anchors,
): HeadingView {
  return {
    kind: "policy",
    id: `p${index}`,
    text: policyTitle({ id, policy }, text),
    href: `#${anchors.policy(id)}`,
    code: id,
    state: further ? text.matrix.notInProfile : undefined,
    further,
    bar: further ? undefined : barView(countsOf(cells)),
    numbers: catalogues.flatMap((known) => {
      const numbers = policy?.requirements[known.id] ?? [];
      const hidden = known.id !== catalogue;
      return numbers.length === 0 ? [] : [{ catalogue: known.id, numbers: numbers.join(", "), hidden }];
    }),
    traits: undefined,
  };
}

function traitsView(site: Site, text: Text): Omit<TraitsView, "id" | "similar"> {
  const { groups, controls } = text.page;
  const { group, engines, distribution, minor } = traitsOf(site);
  if (site.result === undefined)
    return {
      group: group ?? groups.noResult,
      engines: groups.noResult,
      distribution: groups.noResult,
      minor: controls.unknown,
    };
  return {
    group: group ?? groups.noGroup,
    engines: engines.map((engine) => engineName(engine, text)).join("\n") || groups.noEngine,
    distribution: distribution ?? groups.noDistribution,
    minor: minor ?? controls.unknown,
  };
}

/** The state of a site, and what makes all its verdicts doubtful; undefined if all is well. */
function stateText({ state, notes, ageDays }: Site, text: Text): string | undefined {
  const kinds = new Set(notes.map(({ kind }) => kind));
  const words = [
    ...(state === "ok" ? [] : [text.states[state]]),
    ...(kinds.has("stale") && ageDays !== undefined ? [text.age(ageDays)] : []),
    ...(kinds.has("other-profile") ? [text.matrix.otherProfile] : []),
    ...(kinds.has("same-run-differs") ? [text.matrix.contradictory] : []),
  ];
  return words.length === 0 ? undefined : words.join(", ");
}

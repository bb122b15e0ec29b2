import { levels } from "#results";
import type { Cell, Comparison, ListedSite, PolicyRow, Share, Site, SiteNote } from "./comparison.ts";
import { isDeviation } from "./summary.ts";
import { isWaiverFinding, type Waiver } from "./waiver.ts";

/** Who has to act on a decision: the sites that it names, or all together. */
export type Actor = Decision["by"];

/** A site with those of its findings that a decision is about. */
export interface SiteFindings {
  readonly site: Site;
  /** The policies, in the order of the rows; empty if the decision is about the whole site. */
  readonly rows: readonly PolicyRow[];
  /** How many of how many policies. */
  readonly share: Share;
}

/** A policy, and at how many of the sites with a determined finding it is open. */
export interface OpenPolicy {
  readonly row: PolicyRow;
  readonly share: Share;
}

/**
 * A decision about sites: `contradictory`: files of one run contradict each other; `regressed`: worse than in the last
 * round; `mostly-open`: at least half of the policies are open; `also-open`: what else is open; `no-result`: no usable
 * result; `stale`: too old to rely on.
 */
export type SiteDecisionKind =
  | "contradictory"
  | "regressed"
  | "mostly-open"
  | "also-open"
  | "no-result"
  | "undetermined"
  | "stale"
  | "gaps";

/** What is to be decided, or done, because of the findings. */
export type Decision =
  | {
      readonly kind: SiteDecisionKind;
      readonly by: "sites";
      readonly sites: readonly SiteFindings[];
      /** Listed sites of which there is no file at all; only with `no-result`. */
      readonly unheard?: readonly ListedSite[];
    }
  /** All waivers, if one has expired, has no effect or ends soon. */
  | { readonly kind: "waivers"; readonly by: "group"; readonly waivers: readonly Waiver[] }
  /** Policies that are open at half of the sites or more. */
  | { readonly kind: "widely-open"; readonly by: "group"; readonly policies: readonly OpenPolicy[] };

/** What is open at so many sites is no matter of single sites. */
const fewestForGroup = 2;

const half = 0.5;

/**
 * What the findings leave to be decided, gravest first. Findings with a waiver in force are decided already and do not
 * count. Every deviation without one is in exactly one of the points that say how things stand; it may also be one of
 * those that got worse, or of a policy that is open at many sites.
 */
export function decisionsOf({ rows, sites, unheard, waivers = [] }: Comparison): readonly Decision[] {
  const heard = sites.filter(({ result }) => result !== undefined);
  const findings = (wanted: (cell: Cell) => boolean) =>
    heard.flatMap((site) => findingsAt(site, rows, wanted));
  const open = findings(isOpen);
  const isMostly = ({ share }: SiteFindings) => share.count >= share.of * half;
  const points: readonly Decision[] = [
    about("contradictory", wholeSites(heard, hasNote("same-run-differs"))),
    about(
      "regressed",
      findings((cell) => cell.change?.kind === "regressed" && !isWaived(cell)),
    ),
    { kind: "widely-open", by: "group", policies: widelyOpen(rows, heard) },
    about("mostly-open", open.filter(isMostly)),
    about(
      "also-open",
      open.filter((found) => !isMostly(found)),
    ),
    { kind: "waivers", by: "group", waivers: waivers.some(wantsAttention) ? waivers : [] },
    {
      ...about(
        "no-result",
        wholeSites(sites, ({ result }) => result === undefined),
      ),
      unheard,
    },
    about(
      "undetermined",
      findings(({ verdict }) => levels[verdict] === "undetermined"),
    ),
    about(
      "stale",
      wholeSites(heard, ({ cells }) => cells.some(({ flags }) => flags.includes("stale"))),
    ),
    about(
      "gaps",
      findings((cell) => levels[cell.verdict] === "gaps" && !isWaived(cell)),
    ),
  ];
  return points.filter(hasMatter);
}

function wantsAttention(waiver: Waiver): boolean {
  return isWaiverFinding(waiver) || waiver.state === "ending";
}

function hasMatter(point: Decision): boolean {
  switch (point.kind) {
    case "widely-open":
      return point.policies.length > 0;
    case "waivers":
      return point.waivers.length > 0;
    default:
      return point.sites.length + (point.unheard ?? []).length > 0;
  }
}

function about(
  kind: SiteDecisionKind,
  sites: readonly SiteFindings[],
): Extract<Decision, { readonly by: "sites" }> {
  const most = sites.toSorted((a, b) => b.share.count - a.share.count);
  return { kind, by: "sites", sites: most };
}

function isWaived({ flags }: Cell): boolean {
  return flags.includes("waived");
}

function isOpen(cell: Cell): boolean {
  return levels[cell.verdict] === "open" && !isWaived(cell);
}

function hasNote(kind: SiteNote["kind"]): (site: Site) => boolean {
  return ({ notes }) => notes.some((note) => note.kind === kind);
}

function findingsAt(site: Site, rows: readonly PolicyRow[], wanted: (cell: Cell) => boolean): SiteFindings[] {
  const found = rows.filter((_, index) => {
    const cell = site.cells[index];
    return cell !== undefined && wanted(cell);
  });
  const share = { count: found.length, of: site.enforced.of };
  return found.length === 0 ? [] : [{ site, rows: found, share }];
}

function wholeSites(sites: readonly Site[], wanted: (site: Site) => boolean): SiteFindings[] {
  return sites.filter(wanted).map((site) => ({ site, rows: [], share: { count: 0, of: site.enforced.of } }));
}

/** Most often open first; sites of which nothing is known count neither way. */
function widelyOpen(rows: readonly PolicyRow[], sites: readonly Site[]): OpenPolicy[] {
  return rows
    .map((row, index) => {
      const cells = sites.flatMap((site) => site.cells.slice(index, index + 1));
      const determined = cells.filter(({ verdict }) =>
        isDeviation(verdict) ? levels[verdict] !== "undetermined" : levels[verdict] !== "none",
      );
      return { row, share: { count: cells.filter(isOpen).length, of: determined.length } };
    })
    .filter(({ share }) => share.count >= fewestForGroup && share.count >= share.of * half)
    .toSorted((a, b) => b.share.count - a.share.count);
}

import { levels } from "#results";
import type { Cell, Comparison, ListedSite, PolicyRow, Share, Site, SiteNote } from "./comparison.ts";
import { failingOpenAt } from "./failing-open.ts";
import { openWaived } from "./most-open.ts";
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

/** A policy, and at how many of the sites with a determined finding it is open without a waiver in force. */
export interface OpenPolicy {
  readonly row: PolicyRow;
  readonly share: Share;
  /** At how many of them it is open with a waiver in force. */
  readonly waived: number;
  /** Sites at which it is not known whether it is open. */
  readonly unknown: readonly Site[];
}

/**
 * A decision about sites: `contradictory`: files of one run contradict each other; `regressed`: worse than in the last
 * round; `mostly-open`: at least half of the policies are open; `also-open`: what else is open and did not get worse;
 * `no-result`: no usable result; `stale`: too old to rely on.
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

/** A site with the policies that it enforces by engines alone whose webhooks let everything pass while they are down. */
export interface SiteFailingOpen extends SiteFindings {
  /** Engines, or the webhooks of those that are not known; never empty. */
  readonly engines: readonly string[];
}

/** What is to be decided, or done, because of the findings. */
export type Decision =
  | {
      readonly kind: SiteDecisionKind;
      readonly by: "sites";
      readonly sites: readonly SiteFindings[];
      /** Listed sites of which there is no file at all; only with `no-result`. */
      readonly unheard?: readonly ListedSite[];
    }
  | { readonly kind: "fails-open"; readonly by: "sites"; readonly sites: readonly SiteFailingOpen[] }
  /** All waivers, if one has expired, has no effect or ends soon. */
  | { readonly kind: "waivers"; readonly by: "group"; readonly waivers: readonly Waiver[] }
  /** Policies that are open at half of the sites or more. */
  | { readonly kind: "widely-open"; readonly by: "group"; readonly policies: readonly OpenPolicy[] };

/** What is to be decided, in the order of the page: gravity in one place. The page says this order in words. */
export const decisionOrder: readonly Decision["kind"][] = [
  // before anything else it has to be known which result holds
  "contradictory",
  // what held before and holds no more
  "regressed",
  // what is open: whole sites, policies at many sites, the rest
  "mostly-open",
  "widely-open",
  "also-open",
  // what may be open
  "no-result",
  "undetermined",
  "gaps",
  // what is enforced as long as nothing is down
  "fails-open",
  // what concerns no violation
  "stale",
  "waivers",
];

/** What is open at so many sites is no matter of single sites. */
const fewestForGroup = 2;

const half = 0.5;

/**
 * What the findings leave to be decided, in `decisionOrder`. Findings with a waiver in force are decided already and do
 * not count. Every deviation without one is in at least one of the points about sites: what is open, and nothing more, is
 * not said again of what got worse. It may also be of a policy that is open at many sites.
 */
export function decisionsOf({ rows, sites, unheard, waivers = [] }: Comparison): readonly Decision[] {
  const heard = sites.filter(({ result }) => result !== undefined);
  const findings = (wanted: (cell: Cell) => boolean) =>
    heard.flatMap((site) => findingsAt(site, rows, wanted));
  const open = findings(isOpen);
  const points: Readonly<Record<Decision["kind"], Decision>> = {
    contradictory: about("contradictory", wholeSites(heard, hasNote("same-run-differs"))),
    regressed: about(
      "regressed",
      findings((cell) => isRegressed(cell) && !isWaived(cell)),
    ),
    "mostly-open": about(
      "mostly-open",
      open.filter(({ site }) => isMostlyOpen(site)),
    ),
    "widely-open": { kind: "widely-open", by: "group", policies: widelyOpen(rows, heard) },
    "also-open": about(
      "also-open",
      findings((cell) => isOpen(cell) && !isRegressed(cell)).filter(({ site }) => !isMostlyOpen(site)),
    ),
    "no-result": {
      ...about(
        "no-result",
        wholeSites(sites, ({ result }) => result === undefined),
      ),
      unheard,
    },
    undetermined: about(
      "undetermined",
      findings(({ verdict }) => levels[verdict] === "undetermined"),
    ),
    gaps: about(
      "gaps",
      findings((cell) => levels[cell.verdict] === "gaps" && !isWaived(cell)),
    ),
    "fails-open": {
      kind: "fails-open",
      by: "sites",
      sites: mostFirst(heard.flatMap((site) => failingOpen(site, rows))),
    },
    stale: about(
      "stale",
      wholeSites(heard, ({ cells }) => cells.some(({ flags }) => flags.includes("stale"))),
    ),
    waivers: { kind: "waivers", by: "group", waivers: waivers.some(wantsAttention) ? waivers : [] },
  };
  return decisionOrder.map((kind) => points[kind]).filter(hasMatter);
}

/** Whether at least half of the policies that apply at a site are open, without a waiver in force. */
export function isMostlyOpen({ cells, enforced }: Site): boolean {
  const open = cells.filter(isOpen).length;
  return open > 0 && open >= enforced.of * half;
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
    case "fails-open":
      return point.sites.length > 0;
    default:
      return point.sites.length + (point.unheard ?? []).length > 0;
  }
}

function about(
  kind: SiteDecisionKind,
  sites: readonly SiteFindings[],
): Extract<Decision, { readonly kind: SiteDecisionKind }> {
  return { kind, by: "sites", sites: mostFirst(sites) };
}

function mostFirst<T extends SiteFindings>(sites: readonly T[]): T[] {
  return sites.toSorted((a, b) => b.share.count - a.share.count);
}

function isWaived({ flags }: Cell): boolean {
  return flags.includes("waived");
}

/** Whether it got worse since an earlier run. */
export function isRegressed({ change }: Cell): boolean {
  return change?.kind === "regressed";
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

function failingOpen(site: Site, rows: readonly PolicyRow[]): SiteFailingOpen[] {
  const { engines, cells } = failingOpenAt(site.cells);
  return findingsAt(site, rows, (cell) => cells.includes(cell)).map((found) => ({ ...found, engines }));
}

function wholeSites(sites: readonly Site[], wanted: (site: Site) => boolean): SiteFindings[] {
  return sites.filter(wanted).map((site) => ({ site, rows: [], share: { count: 0, of: site.enforced.of } }));
}

/** Most often open first; sites of which nothing is known count neither way. */
function widelyOpen(rows: readonly PolicyRow[], sites: readonly Site[]): OpenPolicy[] {
  return rows
    .map((row, index) => {
      const found = sites.flatMap((site) =>
        site.cells.slice(index, index + 1).map((cell) => ({ site, cell, level: levels[cell.verdict] })),
      );
      const determined = found.filter(({ level }) => level !== "undetermined" && level !== "none");
      return {
        row,
        share: { count: found.filter(({ cell }) => isOpen(cell)).length, of: determined.length },
        waived: openWaived(found.map(({ cell }) => cell)),
        unknown: found.filter(({ level }) => level === "undetermined").map(({ site }) => site),
      };
    })
    .filter(({ share }) => share.count >= fewestForGroup && share.count >= share.of * half)
    .toSorted((a, b) => b.share.count - a.share.count);
}

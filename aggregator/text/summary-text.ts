import type { Actor, Decision, SiteDecisionKind } from "../comparison/decisions.ts";

/** How many sites and findings a decision is about. */
export interface DecisionNumbers {
  readonly sites: number;
  readonly findings: number;
}

/** The words of what is to be decided. */
export interface SummaryText {
  readonly title: string;
  /** Where the points come from, and the order in which they stand: that of `decisionOrder`. */
  readonly intro: string;
  readonly none: string;
  /** Label of who has to act. */
  readonly by: string;
  /** @param count of sites */
  actor(by: Actor, count: number): string;
  /** What is the case. */
  aboutSites(kind: SiteDecisionKind, numbers: DecisionNumbers): string;
  /** @param engine undefined if they are several */
  failsOpen(engine: string | undefined, sites: number): string;
  widelyOpen(policies: number): string;
  /**
   * Sites that are not counted because their findings are not known.
   * @param names empty if there are too many to be named
   */
  uncounted(names: readonly string[], sites: number): string;
  /** How many of how many, and how many more there are with a waiver in force. */
  besidesWaived(share: string, waived: number): string;
  /** What to do about it. */
  readonly steps: Readonly<Record<Decision["kind"], string>>;
  /** A name with what is counted there, `Musterstadt (3)`. */
  counted(name: string, count: string): string;
  /** More sites or policies than are named. */
  more(count: number): string;
  /** Link to the waivers. */
  readonly toWaivers: string;
}

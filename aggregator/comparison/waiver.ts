import type { Level, Verdict } from "#results";
import { levels } from "#results";

/** An exception that was agreed on: until a day, a site's deviation from a policy is put up with. */
export interface ListedWaiver {
  /** Of the file. */
  readonly line: number;
  readonly policy: string;
  /** Id, beginning of an id, or exact name. */
  readonly site: string;
  readonly reason: string;
  /** The role that answers for it. */
  readonly owner: string;
  /** The last day on which it holds, YYYY-MM-DD, to its end in UTC. */
  readonly expires: string;
}

/**
 * What became of a waiver, as the page orders them. `expired-idle` is expired with nothing left to be waived; the
 * states between it and `ending` have no effect, `ending` is in force and ends soon.
 */
export const waiverStates = [
  "expired",
  "expired-idle",
  "unknown-policy",
  "policy-not-agreed",
  "unknown-site",
  "no-result",
  "missing",
  "undetermined",
  "enforced",
  "not-applicable",
  "ending",
  "in-force",
] as const;

/** What became of a waiver. */
export type WaiverState = (typeof waiverStates)[number];

/** A waiver, held against what was found. */
export interface Waiver extends ListedWaiver {
  readonly state: WaiverState;
  /** Absent if no result belongs to the site. */
  readonly siteId?: string;
  /** What was found, waived or not; absent if there is no such cell. */
  readonly verdict?: Verdict;
  /** Days that it holds beyond the report's; negative if it has expired. Absent without a cell. */
  readonly daysLeft?: number;
}

/** Waivers that end within so many days are pointed out. */
export const daysOfNotice = 30;

/** Whether a waiver covers its cell. */
export function isInForce({ state }: Waiver): boolean {
  return state === "in-force" || state === "ending";
}

/** Whether something has to be done about a waiver: it has expired, or it has no effect. */
export function isWaiverFinding(waiver: Waiver): boolean {
  return !isInForce(waiver);
}

/** How many waivers want attention, by what is the matter with them. */
export function attentionTo(
  waivers: readonly Waiver[],
): Readonly<Record<"expired" | "idle" | "needless" | "ending", number>> {
  const count = (...states: readonly WaiverState[]) =>
    waivers.filter(({ state }) => states.includes(state)).length;
  const expired = count("expired", "expired-idle");
  const needless = count("enforced", "not-applicable");
  const idle = waivers.filter(isWaiverFinding).length - expired - needless;
  return { expired, idle, needless, ending: count("ending") };
}

/**
 * Whether a verdict can be waived. What is known to deviate can; what is not known cannot, for nobody knows what would
 * be put up with.
 */
export function isWaivable(verdict: Verdict): boolean {
  const level: Level = levels[verdict];
  return level === "open" || level === "gaps";
}

import { type Level, levels, type Verdict } from "#results";
import type { RoundCell, RoundSite } from "./round.ts";

/** What became of a cell; levels decide, not verdicts. The order is that of their weight for a reader. */
export const changeKinds = [
  "regressed",
  "not-comparable",
  "no-longer-determinable",
  "no-longer-applicable",
  "newly-enforced",
  "improved",
  "newly-tested",
] as const;

/** What became of a cell. */
export type ChangeKind = (typeof changeKinds)[number];

/** Why two verdicts do not show what became of a site. */
export type Incomparability =
  /** The very same run, judged otherwise: by another version, or by another profile. */
  | "same-run"
  /** This report has an older run of the site than the earlier one. */
  | "older-run"
  | "profile"
  | "parameters"
  | "attempts"
  | "namespaces"
  /** Only one of the runs probed as a tenant. */
  | "tenant"
  /** The earlier report does not say how was tested. */
  | "unknown";

/** What became of a cell since an earlier round. */
export interface Change {
  readonly kind: ChangeKind;
  readonly before: Verdict;
  /** Time of the run that is compared with, ISO 8601. */
  readonly since: string;
  /** Whether that is not the run of the last round, because nothing could be determined in between. */
  readonly earlier?: true;
  /** Only with `not-comparable`. */
  readonly reasons?: readonly Incomparability[];
  /**
   * Which way a verdict went that is not comparable; absent where one of both is not determined, and where this report
   * has the older run: since then nothing went any way.
   */
  readonly direction?: "worse" | "better";
}

const ranks: Readonly<Partial<Record<Level, number>>> = { open: 0, gaps: 1, enforced: 2 };

/** Whether a verdict says how far a policy is enforced. */
export function isDetermined(verdict: Verdict): boolean {
  return ranks[levels[verdict]] !== undefined;
}

/** The same run: nothing was tested again. */
export function isSameRun(before: RoundSite, now: RoundSite): boolean {
  const sameTime = Date.parse(before.time) === Date.parse(now.time);
  return before.run === undefined ? sameTime : sameTime && before.run === now.run;
}

/** A site's side of a comparison. */
export interface Side {
  readonly site: RoundSite;
  readonly cell: RoundCell;
  /** Profile by which it was judged. */
  readonly judgedBy: string;
}

/** What became of a cell; undefined if it is of the same level. */
export function changeOf(before: Side, now: Side): Change | undefined {
  const [from, to] = [levels[before.cell.verdict], levels[now.cell.verdict]];
  if (from === to) return undefined;
  const common = { before: before.cell.verdict, since: before.site.time };
  const [rankBefore, rankNow] = [ranks[from], ranks[to]];
  const direction =
    rankBefore === undefined || rankNow === undefined ? undefined : rankNow < rankBefore ? "worse" : "better";
  const reasons = incomparabilities(before, now);
  // what was or is not known is said as such, however was tested; but one run cannot be tested anew
  const counts = direction === undefined ? reasons.filter(isOfTheRun) : reasons;
  if (counts.length > 0) {
    const way = counts.includes("older-run") ? undefined : direction;
    return { kind: "not-comparable", ...common, reasons: counts, ...(way && { direction: way }) };
  }
  return { kind: kindOf(direction, to), ...common };
}

function kindOf(direction: Change["direction"], to: Level): ChangeKind {
  if (direction === "worse") return "regressed";
  if (direction === "better") return to === "enforced" ? "newly-enforced" : "improved";
  if (to === "none") return "no-longer-applicable";
  return to === "undetermined" ? "no-longer-determinable" : "newly-tested";
}

function isOfTheRun(reason: Incomparability): boolean {
  return reason === "same-run" || reason === "older-run";
}

/** Why the levels of two cells cannot be compared; empty if they can. */
export function incomparabilities(before: Side, now: Side): Incomparability[] {
  if (isSameRun(before.site, now.site)) return ["same-run"];
  if (Date.parse(now.site.time) < Date.parse(before.site.time)) return ["older-run"];
  const { profile } = before.site;
  const { attempts, parameters } = before.cell;
  const untold = profile === undefined || attempts === undefined || parameters === undefined;
  const otherProfile =
    before.judgedBy !== now.judgedBy || (profile !== undefined && profile !== now.site.profile);
  return [
    ...(otherProfile ? ["profile" as const] : []),
    ...(parameters !== undefined && parameters !== now.cell.parameters ? ["parameters" as const] : []),
    ...(attempts !== undefined && attempts !== now.cell.attempts ? ["attempts" as const] : []),
    ...(before.site.namespaces === now.site.namespaces ? [] : ["namespaces" as const]),
    ...(before.site.asTenant === now.site.asTenant ? [] : ["tenant" as const]),
    ...(untold ? ["unknown" as const] : []),
  ];
}

import type { Policy, Profile } from "#policies";
import type {
  Exemption,
  Flag,
  Level,
  PolicyVerdict,
  ProbeResult,
  RunResult,
  Vantage,
  Verdict,
} from "#results";
import type { Archive, ArchiveNote } from "../archive/archive.ts";
import type { Problem } from "../archive/problem.ts";
import type { Release } from "../audience/release.ts";
import type { Change, ChangeKind } from "./change.ts";
import type { Differences } from "./differences.ts";
import type { PastLevels, PastVerdict } from "./history.ts";
import type { UnreachableWebhook } from "./unreachable-webhook.ts";
import type { Waiver } from "./waiver.ts";

/** A probe with its evidence. */
export interface ShownProbe extends ProbeResult {
  /** It belongs to the set that ran, but the result does not hold it. */
  readonly absent?: true;
  /**
   * The result states another outcome, which nothing bears out (`namespace`, `meaning`), or which was found by the
   * parameters of another profile and may be otherwise by those of this one (`profile`).
   */
  readonly doubted?: "namespace" | "meaning" | "profile";
}

/** The verdict about a policy in one namespace, with the probes that led to it. */
export interface VantageVerdict extends PolicyVerdict {
  readonly vantage: string;
  /** Absent if the result does not describe the namespace. */
  readonly kind?: Vantage["kind"];
  /** What engines leave out there of this policy; empty unless the verdict has the flag `exempt`. */
  readonly exemptions: readonly Exemption[];
  /** The webhook for which nothing is known; absent unless that is the reason, and it is one only. */
  readonly unreachable?: UnreachableWebhook;
  readonly probes: readonly ShownProbe[];
}

/** What is said about one policy at one site: the worst of its vantages. */
export interface Cell {
  readonly policy: string;
  readonly verdict: Verdict;
  /** Of all vantages, because each of them weakens what is said. */
  readonly flags: readonly Flag[];
  /** The worst vantage; absent if nothing was probed. */
  readonly worst?: VantageVerdict;
  readonly vantages: readonly VantageVerdict[];
  /** In force if the cell has the flag `waived`, else expired; it changes nothing else of the cell. */
  readonly waiver?: Waiver;
  /** What became of it since the last round; absent where nothing changed, or nothing is compared. */
  readonly change?: Change;
  /** The verdicts of the earlier rounds and this one, oldest first; absent without earlier rounds. */
  readonly history?: readonly PastVerdict[];
}

/** What has to be known about a site beside its verdicts. */
export type SiteNote =
  | ArchiveNote
  | { readonly kind: "older-run"; readonly archive: string; readonly finished: string }
  | { readonly kind: "same-run"; readonly archive: string }
  /** The same run, slimmed: the files differ in names only. */
  | { readonly kind: "same-run-slimmed"; readonly archive: string }
  /** Two files that claim to be the same run differ: one of them was changed, or cut off. */
  | { readonly kind: "same-run-differs"; readonly archive: string }
  | { readonly kind: "same-file"; readonly archive: string }
  | { readonly kind: "cut-short"; readonly detail: string }
  | { readonly kind: "probes-lacking"; readonly count: number }
  | { readonly kind: "policies-lacking"; readonly count: number }
  /** Namespaces in which was to be probed. */
  | { readonly kind: "vantages-lacking"; readonly namespaces: readonly string[] }
  /** Namespaces that the result describes, but in which the cluster answered to nothing. */
  | {
      readonly kind: "vantages-unanswered";
      readonly namespaces: readonly string[];
      /** Why, in the words of the result. */
      readonly detail?: string;
    }
  /** Namespaces in which was probed, but that the result does not describe. */
  | { readonly kind: "vantages-unknown"; readonly namespaces: readonly string[] }
  /** Namespaces in which was not probed as a tenant. */
  | { readonly kind: "no-tenant"; readonly namespaces: readonly string[] }
  /** Probes that the result calls meaningless without ground. */
  | { readonly kind: "probes-doubted"; readonly count: number }
  /** The result is older than results should be. */
  | {
      readonly kind: "stale";
      readonly days: number;
      readonly after: number;
      /** Day of the report in UTC, to which the age is counted (YYYY-MM-DD). */
      readonly day: string;
      /** Whether that time was given; else it is that of the newest result. */
      readonly given: boolean;
    }
  /** The result is later than the time of the report. */
  | { readonly kind: "future"; readonly finished: string }
  | { readonly kind: "other-profile"; readonly id: string; readonly version: string }
  | {
      readonly kind: "own-parameter";
      readonly policy: string;
      readonly parameter: string;
      readonly value: string;
      readonly agreed: string;
    };

/** How far a site's result can be used. */
export type SiteState = "ok" | "incomplete" | "unreadable" | "refused";

/** One column of the comparison. */
export interface Site {
  /** Id of the site; of an unreadable archive, one that is made of its content. */
  readonly id: string;
  /** The name that is known, from the list of sites or from the site's own configuration. */
  readonly name?: string;
  readonly group?: string;
  /** What the list of sites says beside (the parameters of the proof of concept). */
  readonly parameters: Readonly<Record<string, string>>;
  readonly state: SiteState;
  readonly problem?: Problem;
  readonly notes: readonly SiteNote[];
  readonly archive: Archive;
  readonly result?: RunResult;
  /** Days from the result to the time of the report, by the calendar in UTC. */
  readonly ageDays?: number;
  /** One for each row of the comparison, in its order. */
  readonly cells: readonly Cell[];
  /** Of policies that the profile does not know: only those of which the site's result says something. */
  readonly furtherCells: readonly Cell[];
  /** How many of the policies that apply are enforced. */
  readonly enforced: Share;
  /** In how many of the namespaces in which was to be probed the cluster answered. */
  readonly namespaces: Share;
  /** How it stands to earlier rounds; absent without any, and without a result. */
  readonly past?: SitePast;
}

/**
 * How a site stands to the earlier rounds: `compared`; `same-run`: it was not tested again; `older-run`: the earlier
 * round has a later run of it; `back`: it is not in the last round, and compared with the last one that has it; `new`:
 * no round has it; `not-assignable`: its id is no proof that it is the same cluster.
 */
export type Standing = "compared" | "same-run" | "older-run" | "back" | "new" | "not-assignable";

/** A site's past. */
export interface SitePast {
  readonly standing: Standing;
  /** Time of the run that is compared with. */
  readonly since?: string;
  /** Counts of its policies by level, oldest round first, this one last. */
  readonly levels: readonly PastLevels[];
}

/** An earlier report that is compared with. */
export interface RoundFacts {
  readonly file: string;
  readonly sha256: string;
  readonly time: string;
  /** Id and version of the profile by which it judged. */
  readonly profile: string;
  /** How many sites have a result there; not in a report for one site. */
  readonly sites?: number;
}

/** A file of an earlier round that is not used. */
export interface UnusedRound {
  readonly file: string;
  readonly sha256: string;
  /** The same round as another file; without any result; older than the rounds that are shown. */
  readonly why: "same" | "empty" | "older";
}

/** From when to when, ISO 8601. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What became of the sites since earlier rounds. */
export interface Rounds {
  /** The oldest and the newest run of the last round; absent if no round has a result. */
  readonly span?: Span;
  /** Oldest first; the last is the one that is compared with. */
  readonly earlier: readonly RoundFacts[];
  readonly unused: readonly UnusedRound[];
  /** How many cells of each kind. */
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** How many of those that are not comparable are worse. */
  readonly incomparablyWorse: number;
  /** Cells that were tested again and are of the same level. */
  readonly unchanged: number;
  /** Sites of the last round of which this report has no result. */
  readonly gone: readonly { readonly id: string; readonly name: string }[];
}

/** How many of how many; of policies, `of` leaves out those that do not apply. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** One row of the comparison. */
export interface PolicyRow {
  readonly id: string;
  /** Absent for a policy that only a site's result knows; of such, only the sites count that know it. */
  readonly policy?: Policy;
  readonly enforced: Share;
  /** In a report for one site: at how many of the others it is enforced; absent where that would tell too much. */
  readonly others?: Share;
}

/** A row with sites where it deviates; sites without any result are left out. */
export interface Deviation {
  readonly row: PolicyRow;
  readonly byVerdict: readonly {
    readonly verdict: Verdict;
    readonly sites: readonly Site[];
  }[];
  readonly open: number;
}

/** The numbers of the whole comparison. Sites without a result do not count. */
export interface Summary {
  /** Sites with a result. */
  readonly sites: number;
  /** The namespaces of all of them. */
  readonly namespaces: Share;
  readonly cells: number;
  readonly levels: Readonly<Record<Level, number>>;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Worst first. */
  readonly deviations: readonly Deviation[];
  /** Sites at which all policies deviate alike, worst first: said once in place of once per policy. */
  readonly uniform: readonly { readonly site: Site; readonly verdict: Verdict }[];
}

/** An entry of the list of sites. */
export interface ListedSite {
  readonly line: number;
  readonly id?: string;
  readonly match?: string;
  readonly name: string;
  readonly group?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Everything that the report shows. */
export interface Comparison {
  readonly release: Release;
  readonly tool: { readonly name: string; readonly version: string };
  readonly profile: Profile;
  /** ISO 8601; absent if no result has a time and SOURCE_DATE_EPOCH is not set. */
  readonly now?: string;
  /** Times of the newest and the oldest result that is shown. */
  readonly newest?: string;
  readonly oldest?: string;
  readonly sites: readonly Site[];
  /** The policies of the profile. */
  readonly rows: readonly PolicyRow[];
  /** Policies that only results know: of another version, or of a site's own. They count nowhere. */
  readonly furtherRows: readonly PolicyRow[];
  /** How many such policies there are beside. */
  readonly furtherLeftOut: number;
  readonly summary: Summary;
  readonly differences: Differences;
  /** Sites of the list for which there is no result. */
  readonly unheard: readonly ListedSite[];
  /** In the order of their file; absent if none is given. */
  readonly waivers?: readonly Waiver[];
  /** Absent if no earlier round is given. */
  readonly rounds?: Rounds;
}

import type { Level } from "#results";
import type { SiteState } from "../comparison/comparison.ts";

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** Headings of the columns in which a cell of the matrix is spread out. */
export type CellColumn =
  | "site"
  | "siteId"
  | "group"
  | "state"
  | "policy"
  | "policyId"
  | "agreed"
  | "verdict"
  | "level"
  | "sentence"
  | "remarks"
  | "change"
  | "before"
  | "waiver"
  | "waiverExpires"
  | "waiverOwner"
  | "waiverReason"
  | "decisive"
  | "namespaces"
  | "engines"
  | "time"
  | "age"
  | "archive"
  | "sha256"
  | "hashed";

/** A policy's deviations in figures, for a line of Markdown. */
export interface DeviationWords {
  readonly verdict: string;
  readonly count: number;
  /** The sites, ready to be printed; undefined where they are too many. */
  readonly sites: readonly string[] | undefined;
}

/** The words of the exports, beside those of the report. */
export interface ExportText {
  /** Separates the fields of a CSV file: what spreadsheets of the language expect. */
  readonly separator: ";" | ",";
  readonly yes: string;
  readonly no: string;
  readonly columns: Words<CellColumn>;
  /** What a SHA-256 was computed of. */
  readonly hashed: Words<"file" | "junit.xml">;
  readonly classification: string;

  readonly sheets: Words<"overview" | "matrix" | "deviations" | "sites" | "policies">;
  readonly fact: string;
  readonly value: string;
  readonly sign: string;
  readonly meaning: string;
  readonly count: string;
  readonly counts: Words<Exclude<Level, "none">>;
  readonly page: string;

  /** In a JUnit file, of a site without a result. */
  readonly noResult: string;
  /** Attempts that are not listed. */
  moreAttempts(count: number): string;

  readonly markdown: Words<"level" | "count" | "policy" | "found" | "sites">;
  /** A verdict and the one before it. */
  wasAndIs(before: string, now: string): string;
  deviation(words: DeviationWords): string;
  state(site: string, state: Words<SiteState>[SiteState]): string;
  /** Lines of the tables that did not find room. */
  leftOut(rows: number): string;

  readonly oscal: Words<
    | "description"
    | "noCertificate"
    | "noPlan"
    | "planTitle"
    | "tool"
    | "toolTitle"
    | "undetermined"
    | "timeUnknown"
    | "noResult"
    | "satisfied"
    | "gaps"
    | "notSatisfied"
    | "waived"
    | "waiverExpired"
  >;
  /** Title of an assessment of a site. */
  oscalResult(site: string): string;
  oscalCluster(site: string): string;
  /** What is tried for a requirement; the titles of the policies that are mapped to it follow. */
  oscalObjective(control: string, policies: readonly string[]): string;
  oscalEnforced(count: number): string;
  oscalNotApplicable(count: number): string;
  oscalFinding(control: string, site: string): string;
  oscalRisk(policy: string, site: string): string;
  /** How many of the policies of a requirement are enforced. */
  oscalShare(count: number, of: number): string;
}

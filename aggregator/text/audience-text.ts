import type { AudienceProblem } from "../audience/audience-error.ts";
import type { Knowledge } from "../audience/demands.ts";
import type { Audience } from "../audience/release.ts";

/** What a report says of those whom it is for. */
export interface AudienceText {
  /**
   * The line by which a report is marked where none was given: for whom it is, and no level of any official scheme.
   * @param site name of the site that it is for; only for the audience `site`
   */
  readonly only: Readonly<Record<Audience, (site: string) => string>>;
  /** The same as a remark beside a line that was given. */
  readonly madeFor: Readonly<Record<Audience, (site: string) => string>>;
  /** Heading of a page for one site. */
  siteTitle(site: string): string;
  readonly siteSubtitle: string;
  /** Column of the matrix that says how many of the other sites enforce a policy. */
  readonly others: string;
  /** What that column holds, and where it holds nothing. */
  othersNote(fewest: number): string;
  problem(problem: AudienceProblem): string;
  /** Sentences of the command line. */
  readonly cli: {
    /** An option whose file makes no sense for suppliers. */
    notForSuppliers(option: string): string;
    readonly noClassification: string;
    longClassification(most: number): string;
  };
  readonly supplier: SupplierText;
}

/** The page for software suppliers. */
export interface SupplierText
  extends Readonly<
    Record<
      | "title"
      | "subtitle"
      | "toDemands"
      | "key"
      | "notSaid"
      | "demands"
      | "none"
      | "registries"
      | "parameters"
      | "agreed"
      | "overlay"
      | "forms"
      | "refusals"
      | "changes"
      | "refused"
      | "message"
      | "part"
      | "policies"
      | "limits",
      string
    >
  > {
  keep(policies: number): string;
  /** How many sites demand more than the profile. */
  beyond(demanding: number, sites: number): string;
  sites(count: number): string;
  /** Heading over the names of sites of which no demand is known. */
  readonly without: Readonly<Record<Knowledge, string>>;
  readonly limitItems: readonly string[];
}

import type { Flag, Level, Verdict } from "#results";
import type { Grouping } from "../comparison/group-sites.ts";
import type { ChangeGroup } from "./rounds-text.ts";

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** The words of the page's frame, the matrix's headings and the controls. */
export interface PageText {
  readonly frame: Words<"contents" | "toTop" | "theme" | "themeSystem" | "themeLight" | "themeDark">;
  /** The sections of the page, each in a word. */
  readonly sections: Words<
    | "summary"
    | "changes"
    | "problems"
    | "matrix"
    | "differences"
    | "evidence"
    | "sites"
    | "policies"
    | "waivers"
    | "limits"
    | "inputs"
  >;
  /** Captions of the overview: a field for each finding, or shares of the levels where sites are many. */
  readonly overview: Words<"title" | "fields" | "shares" | "share">;
  /** One word for each verdict, for a matrix of many sites; the legend has both. */
  readonly short: Words<Verdict>;
  /** What stands beside a verdict, in a few words. */
  readonly shortFlags: Words<Flag>;
  /** What became of a finding, beside it. */
  readonly shortChanges: Words<ChangeGroup>;
  /** Who refuses, beside "enforced". */
  refusedBy(engines: readonly string[]): string;
  /** The levels as headings of narrow columns of numbers. */
  readonly levelHeads: Words<Exclude<Level, "none">>;
  readonly numbers: Words<"catalogue">;
  readonly groupings: Words<Grouping>;
  readonly groups: Words<"noGroup" | "noEngine" | "noDistribution" | "noResult">;
  readonly controls: Words<
    | "title"
    | "search"
    | "searchHint"
    | "differs"
    | "changed"
    | "more"
    | "all"
    | "group"
    | "engine"
    | "distribution"
    | "minor"
    | "unknown"
    | "sortSites"
    | "sortPolicies"
    | "asListed"
    | "worst"
    | "enforced"
    | "similar"
    | "asAgreed"
    | "groupBy"
    | "flip"
    | "arrows"
    | "csv"
    | "json"
    | "reset"
    | "helpTitle"
  >;
  /** How the page is used, a sentence each. */
  readonly help: readonly string[];
  readonly dialog: Words<"close" | "previous" | "next" | "copy" | "copied" | "link">;
  /** What is shown; the script puts numbers in place of `{sites}`, `{allSites}`, `{policies}`, `{allPolicies}`, `{cells}`. */
  readonly status: string;
  readonly nothingShown: string;
  /** @param open sites with how many policies are open, most first */
  mostOpenSites(
    open: readonly { readonly name: string; readonly open: number; readonly waived: number }[],
  ): string;
  /**
   * Sites at which no finding could be determined.
   * @param names empty if there are too many to be named
   * @param reason why, as a sentence; undefined if there is no one cause
   */
  nothingKnown(names: readonly string[], sites: number, reason: string | undefined): string;
}

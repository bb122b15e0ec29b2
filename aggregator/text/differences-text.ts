import type { Level } from "#results";
import type { DecidedLevel } from "../comparison/differences/separations.ts";
import type { FactName } from "../comparison/differences/site-facts.ts";

/** How far sites agree at a policy; `Known`: as far as it can be told. */
export type AgreementKind = DecidedLevel | `${DecidedLevel}Known` | "differing" | "undetermined" | "none";

/** The sites with the values of a fact at which most do the same. */
export interface SeparatedSites {
  readonly values: readonly string[];
  readonly level: DecidedLevel;
  readonly sites: number;
  /** Names of those that do otherwise, with what they do; of many, only how many. */
  readonly exceptions: readonly { readonly site: string; readonly level: string }[] | number;
}

/** Two sites or patterns side by side. */
export interface PairWords {
  readonly a: string;
  readonly b: string;
  /** Titles of the policies that `a` enforces further than `b`. */
  readonly better: readonly string[];
  readonly worse: readonly string[];
  /** How many policies can be compared, of how many. */
  readonly comparable: number;
  readonly of: number;
}

/** Two sites, and at how many policies they do not do the same. */
export interface DistantSites {
  readonly a: string;
  readonly b: string;
  readonly policies: number;
}

/** The words of the section on what sites have in common and in what they differ. */
export interface DifferencesText {
  readonly words: Readonly<
    Record<
      | "title"
      | "common"
      | "noneEnforced"
      | "groups"
      | "groupsCaption"
      | "group"
      | "sites"
      | "enforcedEverywhere"
      | "openEverywhere"
      | "differing"
      | "others"
      | "separations"
      | "separationsIntro"
      | "equal"
      | "equalIntro"
      | "pairs"
      | "pairsNote"
      | "names",
      string
    >
  >;
  readonly agreements: Readonly<Record<AgreementKind, string>>;
  /** What follows from an agreement; empty where nothing does. */
  readonly agreementHints: Readonly<Record<AgreementKind, string>>;
  /** The sentences that the section begins with. */
  readonly lead: {
    /** @param policies of how many @param sites with a result @param others whether there are some without one */
    enforcedEverywhere(count: number, policies: number, sites: number, others: boolean): string;
    /**
     * The facts that tell sites apart at the most policies; engines by the name that is shown.
     * @param more how many such facts are not named
     * @param policies at how many, each of them; of one policy, nothing is said to be frequent
     */
    facts(facts: readonly FactName[], more: number, policies: number): string;
    /** At each of several policies, it is told by facts that tell it at no other. */
    unlikeFacts(policies: number): string;
    readonly noFact: string;
    /** @param fewest how many sites it takes */
    tooFewSites(fewest: number): string;
    apart(farthest: DistantSites, closest: DistantSites): string;
  };
  /** When a fact is named. @param fewest how many sites it takes */
  method(fewest: number): string;
  /** Before the policies that no fact separates. @param others whether some are separated by one */
  unexplained(others: boolean): string;
  /** What takes part, and how many sites do not because they have no result. */
  intro(sites: number, withoutResult: number): string;
  /** Sites that do not take part in what is agreed at a policy. */
  apart(undetermined: number, none: number): string;
  groupsLeftOut(count: number): string;
  /** How many sites are of a level, for each that occurs. */
  counts(counts: Readonly<Record<Level, number>>): string;
  /** What a fact separates; engines by the name that is shown. */
  separation(fact: FactName, sides: readonly SeparatedSites[]): string;
  /**
   * Other facts that separate as well.
   * @param more how many of them are not named
   * @param nearly some have more exceptions
   */
  asWell(facts: readonly FactName[], more: number, nearly: boolean): string;
  /** Sites at which the fact is not known. */
  factUnknown(sites: number): string;
  readonly patternWord: string;
  patternSites(count: number): string;
  /** @param parts titles by the word of a level; undefined where all policies are of the level */
  patternLevels(
    parts: readonly { readonly level: string; readonly titles: readonly string[] | undefined }[],
    enforced: number,
  ): string;
  patternsLeftOut(patterns: number, sites: number): string;
  alone(sites: number): string;
  pairsCaption(of: "sites" | "groups", count: number, all: number): string;
  pairCount(differing: number, comparable: number, of: number): string;
  pairNames(a: string, b: string): string;
  pair(words: PairWords): string;
  /** @param others the first names of them @param more how many are not named */
  pairsOf(name: string, others: readonly string[], more: number): string;
}

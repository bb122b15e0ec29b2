import type { Level } from "#results";
import type { ChangeKind, Incomparability } from "../comparison/change.ts";
import type { Rounds, Standing, UnusedRound } from "../comparison/comparison.ts";
import type { RoundProblem } from "../comparison/round-error.ts";

/** Kinds of changes as the page shows them: what is not comparable and worse must not hide among the rest of it. */
export type ChangeGroup = ChangeKind | "not-comparable-worse";

/** What a cell was before, and when. */
export interface BeforeWords {
  /** The verdict in words. */
  readonly before: string;
  readonly date: string;
  /** Nothing could be determined in between. */
  readonly earlier: boolean;
}

/** The words about what changed since earlier rounds. */
export interface RoundsText {
  readonly title: string;
  /** How to read the section. */
  readonly note: string;
  /** Some runs of the last round are later than some of this one. */
  readonly overlapping: string;
  readonly groups: Readonly<Record<ChangeGroup, string>>;
  /** In a cell of the matrix: a sign and a word. */
  readonly remarks: Readonly<Record<ChangeGroup, string>>;
  /** Why two verdicts are not comparable, as sentences. */
  readonly reasons: Readonly<Record<Incomparability, string>>;
  /** Before the names of sites that stand so; empty where nothing is to be said. */
  readonly standings: Readonly<Record<Standing | "gone", string>>;
  /** The same about one site, with the time of the run that is compared with. */
  siteStanding(standing: Standing, date: string | undefined): string | undefined;
  /** What changed since the round of a day. */
  key(date: string, rounds: Rounds): string;
  /** No given round has results. */
  readonly nothingToCompare: string;
  /** Cells that are of the same level. */
  unchanged(count: number): string;
  /** The last round was judged by another profile than this one. */
  otherProfile(profile: string, own: string): string;
  unused(file: string, why: UnusedRound["why"]): string;
  /** How many policies of a site, or that it is all of them. */
  policies(count: number, all: boolean): string;
  /** Names that are left out. */
  more(count: number): string;
  /** For those who do not see the arrow between two verdicts. */
  readonly before: string;
  readonly now: string;
  change(group: ChangeGroup, words: BeforeWords): string;
  readonly history: string;
  /** All rounds came to the same. */
  always(verdict: string, rounds: number, since: string): string;
  /** From a day on; `otherwise`: tested or judged in another way than before. */
  from(verdict: string, date: string, otherwise: boolean): string;
  readonly round: string;
  siteCaption(site: string): string;
  /** The counts of the first and the last round by level. */
  trend(
    rounds: number,
    levels: readonly { readonly level: Level; readonly first: number; readonly last: number }[],
  ): string;
  /** Beside an earlier report among the inputs. */
  readonly input: string;
  problem(problem: RoundProblem, file: string): string;
  /** An earlier report would be overwritten. */
  overPrevious(path: string): string;
  /** `--fail-on` asks for changes, and there is nothing to compare with. */
  readonly noPrevious: string;
}

import type { RunResult } from "#results";
import type { Surplus } from "./contents.ts";
import type { Problem } from "./problem.ts";

/** How the result came to lie where it was read. */
export type Packing =
  | { readonly by: "sonobuoy"; readonly uuid: string; readonly version?: string }
  /** By a program that says so in meta/dvs-packed-by.json, such as the demo. */
  | { readonly by: "other"; readonly name: string }
  /** An archive or folder without Sonobuoy's own facts. */
  | { readonly by: "unknown" }
  /** A JUnit file on its own. */
  | { readonly by: "file" };

/** Something that a reader of the report has to know about an archive, though it does not change the verdicts. */
export type ArchiveNote =
  | { readonly kind: "duplicate-member"; readonly member: string }
  | { readonly kind: "plugin-error"; readonly member: string; readonly detail: string }
  /** The archive holds data of the cluster that nobody needs for a comparison. */
  | ({ readonly kind: "surplus" } & Surplus)
  /** It was cut off already when `dvs slim` read it, so that something may be lacking. */
  | { readonly kind: "cut-off-before" };

/** What `dvs slim` says in the archives that it makes. */
export interface Slimmed {
  /** Of the program. */
  readonly version: string;
  /** The archive of which it was made had been cut off. */
  readonly cutOff: boolean;
}

/** What one SITE argument holds. */
export interface Archive {
  /** Last part of the path. */
  readonly name: string;
  /** SHA-256 of the file, in hexadecimal; of the JUnit file where a folder was given; absent if there is neither. */
  readonly sha256?: string;
  readonly hashed: "file" | "junit.xml";
  /** SHA-256 of the JUnit file itself. */
  readonly resultSha256?: string;
  readonly packing: Packing;
  /** Present if the archive was slimmed: its names are pseudonyms. */
  readonly slimmed?: Slimmed;
  /** The run; absent if there is none that can be trusted. */
  readonly result?: RunResult;
  /** Why there is no result, or (beside a result) why the archive ends early. */
  readonly problem?: Problem;
  readonly notes: readonly ArchiveNote[];
}

import type { IdentifierKind } from "../names/identifier-kind.ts";

/** What `dvs slim` says. A language is a value of this type. */
export interface SlimText {
  /** Head of the part that lists what stayed. */
  readonly kept: string;
  readonly dropped: string;
  readonly replaced: string;
  /** Said in place of a list that has nothing. */
  readonly nothing: string;
  readonly kinds: Readonly<Record<IdentifierKind, string>>;
  readonly added: string;
  /** Of the one line that needs no names: further kinds of names were not met. */
  written(path: string, bytes: number): string;
  files(count: number): string;
  bytes(count: number): string;
  /** How many different names of a kind. */
  names(count: number): string;
  keyCreated(path: string): string;
  keyExposed(path: string): string;
  keyShort(path: string, bytes: number): string;
  keyLong(path: string): string;
  keyMissing: string;
  /** The mapping leads back to the names. */
  mappingWritten(path: string): string;
  readonly mappingHead: readonly [string, string, string];
  slimmedAlready(path: string, version: string): string;
  readonly verdictsDiffer: string;
  readonly withoutResult: string;
  readonly cutOff: string;
  /** What remains identifying. */
  readonly remains: (withSiteName: boolean) => string;
  sameFile(a: string, b: string): string;
  overInput(path: string): string;
}

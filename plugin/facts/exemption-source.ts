import type { PolicyId } from "#policies";
import type { Place } from "./place.ts";

/** Why an engine does not look at a place; `undefined` if it does, or if that is not certain. */
export type Way = (place: Place) => string | undefined;

/** A part of an engine's configuration that may leave out a place. */
export interface ExemptionSource {
  /** The same names as in a refusal's engine. */
  readonly engine: string;
  /** The policies that it concerns; absent if everything is that the engine checks. */
  readonly policies?: readonly PolicyId[];
  /** The ways in which the same thing reaches a place: exempt is where none of them does. */
  readonly ways: readonly [Way, ...Way[]];
}

/** Reads from the API server; `undefined` is what does not exist or may not be read. */
export type Read = (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>;

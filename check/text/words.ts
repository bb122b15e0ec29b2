import type { Language } from "#policies";
import type { Totals } from "../check-paths.ts";
import type { ByHand, FindingWeight } from "../finding.ts";
import type { Left } from "../formats/kustomize.ts";
import type { Said } from "../remark.ts";
import type { WrongType } from "../wrong-type.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";

/** What is wrong with a file of exceptions. */
export type ExceptionsFault =
  | { readonly kind: "no-list" | "no-entry" }
  | { readonly kind: "unknown-key" | "lacking" | "no-text"; readonly key: string }
  | { readonly kind: "unknown-policy"; readonly policy: string; readonly known: readonly string[] }
  | { readonly kind: "no-day"; readonly value: string };

/** What the check says to people, in one language. */
export interface Words {
  readonly weights: Readonly<Record<FindingWeight, string>>;
  /** A decision that only the application's author can take. */
  readonly byHand: Readonly<Record<ByHand, string>>;
  readonly notSet: (field: string) => string;
  readonly holds: (field: string, value: string) => string;
  /** A policy could not be judged, and no field of a wrong type is known. */
  readonly cannotJudge: string;
  readonly wrongType: (wrong: WrongType) => string;
  /** In place of the name of an object that has none. */
  readonly noName: string;
  readonly container: (name: string) => string;
  readonly toComply: string;
  /** Where it stands what the policies demand and why. */
  readonly readOn: string;
  readonly excepted: (reason: string) => string;
  readonly renderedBy: (program: string) => string;
  readonly fromTemplate: (template: string) => string;
  readonly likelyValues: (keys: readonly string[]) => string;
  readonly requirements: string;
  readonly at: (line: number) => string;
  readonly exceptions: (fault: ExceptionsFault) => string;
  /** Why a correction is not in a patch, where no decision of the author is missing. */
  readonly left: Readonly<Record<Left, string>>;
  readonly leftHead: string;
  /** How many findings a patch corrects, and how many it leaves. */
  readonly patchSum: (corrected: number, left: number) => string;
  /** Lines over a patch. */
  readonly patchHead: (version: string) => readonly string[];
  readonly fault: string;
  readonly note: string;
  readonly says: (said: Said) => string;
  readonly summary: (totals: Totals) => string;
  readonly nothing: (totals: Totals) => string;
}

const all: Readonly<Record<Language, Words>> = { de, en };

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return all[language];
}

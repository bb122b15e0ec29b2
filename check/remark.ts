import type { PolicyId } from "#policies";
import type { Broken } from "./documents.ts";
import type { Place } from "./finding.ts";
import type { Home } from "./notes/homes.ts";

/** Something that has to be said beside the findings, with what it is about. */
export type Said =
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string }
  | { readonly kind: "too-large"; readonly bytes: number; readonly most: number }
  | { readonly kind: "binary" }
  | { readonly kind: "encoding" }
  | { readonly kind: "broken"; readonly reason: Broken["reason"]; readonly message: string }
  | { readonly kind: "malformed"; readonly object: string; readonly field: string }
  | {
      readonly kind: "program-missing";
      readonly what: "chart" | "kustomization";
      readonly programs: readonly string[];
    }
  | { readonly kind: "program-failed"; readonly command: string; readonly message: string }
  | { readonly kind: "no-template"; readonly object: string; readonly paths: readonly string[] }
  | { readonly kind: "not-kubernetes" }
  | {
      readonly kind: "unknown-kind";
      readonly apiVersion: string;
      readonly name: string;
      readonly likely: readonly string[];
    }
  | { readonly kind: "loop" | "component" }
  | { readonly kind: "plain-text"; readonly field: string; readonly value: string }
  | { readonly kind: "never-starts"; readonly container: string }
  | { readonly kind: "owners-changed"; readonly container: string; readonly program: string }
  | {
      readonly kind: "unknown-field";
      readonly field: string;
      /** From the pod's root. */
      readonly within: string;
      readonly likely?: string;
      readonly home?: Home;
    }
  | { readonly kind: "no-choice"; readonly value: string; readonly words: readonly string[] }
  | { readonly kind: "no-quantity" | "no-image" | "no-version"; readonly value: string }
  | {
      readonly kind: "above-limit";
      readonly resource: string;
      readonly request: string;
      readonly limit: string;
    }
  | { readonly kind: "no-handler"; readonly probe: string }
  | { readonly kind: "not-judged"; readonly policy: PolicyId }
  | { readonly kind: "unused-exception"; readonly exception: string; readonly met: boolean }
  | { readonly kind: "expired-exception"; readonly exception: string; readonly expires: string };

/** A remark on an input, or on the check as a whole. */
export interface Remark {
  /** Whether an input is at fault, which ends in exit code 2. */
  readonly fault: boolean;
  readonly file?: string;
  readonly place?: Place;
  readonly says: Said;
}

import type { Json, ParameterValue, PodOverlay, Profile } from "#policies";
import type { Comparison, PolicyRow } from "../comparison/comparison.ts";

/** Something that the profile permits and a site refused. */
export interface RefusedForm {
  readonly policy: string;
  /** The compliant edge case that was tried, or the control that the site's policy refused. */
  readonly form:
    | { readonly kind: "edge"; readonly probe: string; readonly says: string }
    | { readonly kind: "control"; readonly control: string };
  /** The cluster's words, without repetition and without names of the site. */
  readonly messages: readonly string[];
}

/** What a site demands of a pod beyond the profile. */
export interface Demands {
  /** Registries that the site named; absent if it named none. */
  readonly registries?: readonly string[];
  /** Parameters by which the site asks for more than the profile. */
  readonly parameters: readonly {
    readonly policy: string;
    readonly parameter: string;
    readonly value: ParameterValue;
  }[];
  /** What must be in every pod, as the site's configuration says it. */
  readonly overlay?: Json;
  /** What had to be merged into the compliant pod until it was admitted. */
  readonly forms: readonly PodOverlay[];
  /** Said in refusing the compliant pod. */
  readonly refusals: readonly string[];
  /** How the site changes what keeps to the profile. */
  readonly changes: readonly Json[];
  readonly refused: readonly RefusedForm[];
}

/** How far the answers of a site go: to nothing, to a part of what was to be tried, to all of it. */
export type Knowledge = "none" | "part" | "whole";

/** Sites that demand the same; never empty. */
export interface DemandingSites {
  readonly sites: readonly string[];
  readonly knowledge: Knowledge;
  readonly demands: Demands;
}

/**
 * What software suppliers may know: what sites demand beyond the profile, and the profile. It is a type of its own,
 * because nothing of a comparison may get in by accident: no verdict, no engine, no version, no archive.
 */
export interface SupplierComparison {
  readonly release: Comparison["release"];
  readonly tool: Comparison["tool"];
  readonly profile: Profile;
  /** Days (`2026-03-02`) of the newest and the oldest result. */
  readonly newest?: string;
  readonly oldest?: string;
  /** How many sites are spoken of. */
  readonly count: number;
  readonly policies: readonly Pick<PolicyRow, "id" | "policy">[];
  /** Sites with demands, those that demand the same together. */
  readonly demanding: readonly DemandingSites[];
  /** Names of sites of which no demand is known. */
  readonly without: Readonly<Record<Knowledge, readonly string[]>>;
}

import type { Json, JsonObject, PolicyId } from "#policies";
import type { FieldPath } from "./field-path.ts";
import type { WrongType } from "./wrong-type.ts";

/** What a Kubernetes object is called. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Empty if the object has none, e.g. only a generateName. */
  readonly name: string;
}

/** Where something stands in a text; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** From where a text comes that a program rendered: its lines are those of the rendered text. */
export interface Rendered {
  /** The program with its arguments, e.g. `helm template shop`. */
  readonly by: string;
  /** The template as the comment `# Source:` names it. */
  readonly template?: string;
  /** Keys of the chart's values that likely decide the field. */
  readonly values?: readonly string[];
}

/** A change of the object that makes it comply. */
export interface Correction {
  /** The field, from the object's root. */
  readonly field: FieldPath;
  /** What it is to hold; null takes it away. */
  readonly set: Json;
  /** Why only the application's author can decide; absent if the change is unambiguous. */
  readonly byHand?: ByHand;
}

/** A field at fault. */
export interface FieldState {
  /** From the object's root. */
  readonly field: FieldPath;
  /** What the field holds; undefined if it is not set. */
  readonly found: Json | undefined;
}

/** Why a correction is a proposal only. */
export type ByHand =
  | "probe"
  | "user"
  | "manifest-user"
  | "group"
  | "image"
  | "writable"
  | "resources"
  | "storage"
  | "port";

/** Whether a policy's probes call a violation in that place a must or a should. */
export type FindingWeight = "must" | "should";

/** A place in an object that does not comply with a policy. */
export interface Finding extends FieldState {
  readonly policy: PolicyId;
  readonly weight: FindingWeight;
  readonly object: ObjectName;
  /** Name of the container; absent for the pod as a whole. */
  readonly container?: string;
  readonly file: string;
  /** Index of the document in the file, from 0. */
  readonly document: number;
  readonly place: Place;
  readonly rendered?: Rendered;
  /** Further fields at fault in the same place, e.g. the second probe that is missing. */
  readonly more: readonly FieldState[];
  /** Why the policy could not be judged, e.g. a field of the wrong type; such an object does not comply. */
  readonly error?: string;
  /** The field that keeps it from being judged, where it is known. */
  readonly wrong?: WrongType;
  readonly corrections: readonly Correction[];
  /** The corrections as a strategic merge patch of exactly this object, without its head. */
  readonly remedy: JsonObject;
  /** Requirement numbers by catalogue. */
  readonly requirements: Readonly<Record<string, readonly string[]>>;
  /** The reason of the exception that covers it; such a finding does not count. */
  readonly excepted?: string;
}

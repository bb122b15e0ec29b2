import type { JsonObject } from "#policies";
import type { FieldPath } from "../field-path.ts";
import type { Said } from "../remark.ts";
import type { ContainerAt } from "./containers.ts";

/** Something in a pod that no policy forbids, and that its author wants to know nevertheless. */
export interface Note {
  /** From the pod's root. */
  readonly field: FieldPath;
  readonly says: Said;
}

/** Looks for one kind of it, given the pod and its containers. */
export type NotesOn = (pod: JsonObject, containers: readonly ContainerAt[]) => readonly Note[];

import type { Json } from "#policies";
import { type FieldPath, valueAt } from "../field-path.ts";
import type { ByHand, Correction } from "../finding.ts";
import { atFault, type Case, entriesAtFault, listAt, type Remedy } from "./case.ts";

/** A remedy for a case. */
export type RemedyOf = (found: Case) => Remedy;

function withHand(byHand: ByHand | undefined): Pick<Correction, "byHand"> {
  return byHand === undefined ? {} : { byHand };
}

/** The field of the place is to hold the value. */
export function setTo(field: FieldPath, set: Json, byHand?: ByHand): RemedyOf {
  return ({ owner }) => {
    const path = [...owner, ...field];
    return { at: [path], corrections: [{ field: path, set, ...withHand(byHand) }] };
  };
}

/** Those of the fields that are at fault are to hold the value; null takes them away. */
export function setWhereAtFault(fields: readonly FieldPath[], set: Json, byHand?: ByHand): RemedyOf {
  return (found) => {
    const paths = fields.map((field) => [...found.owner, ...field]);
    const faulty = atFault(found, paths);
    const at = faulty.length > 0 ? faulty : paths.filter((path) => valueAt(found.pod, path) !== undefined);
    return { at, corrections: at.map((field) => ({ field, set, ...withHand(byHand) })) };
  };
}

/** The entries of the list that are at fault go; the list is replaced as a whole. */
export function withoutEntriesAtFault(field: FieldPath): RemedyOf {
  return (found) => {
    const path = [...found.owner, ...field];
    const faulty = entriesAtFault(found, path);
    const set = listAt(found.pod, path).filter((_, index) => !faulty.includes(index));
    const at = faulty.length > 0 ? faulty.map((index) => [...path, index]) : [path];
    return { at, corrections: [{ field: path, set }] };
  };
}

/** The container's own field if it has one, else the pod's: what the pod says holds for all its containers. */
export function setWhereItCounts(field: FieldPath, set: (found: Case) => Json, byHand?: ByHand): RemedyOf {
  return (found) => {
    const own = [...found.owner, ...field];
    const general = ["spec", ...field];
    const place = valueAt(found.pod, own) === undefined ? general : own;
    const at = valueAt(found.pod, place) === undefined ? own : place;
    return { at: [at], corrections: [{ field: place, set: set(found), ...withHand(byHand) }] };
  };
}

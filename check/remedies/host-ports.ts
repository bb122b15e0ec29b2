import { type Case, entriesAtFault, type Remedy } from "./case.ts";

/** Ports of the node go; the Service finds the pod by its own port. */
export function hostPorts(found: Case): Remedy {
  const list = [...found.owner, "ports"];
  const fields = entriesAtFault(found, list).map((index) => [...list, index, "hostPort"]);
  return { at: fields, corrections: fields.map((field) => ({ field, set: null })) };
}

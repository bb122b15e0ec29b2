import { isObject, type Json } from "#policies";
import { type Case, entriesAtFault, listAt, type Remedy } from "./case.ts";

/** Ports of the node go; the Service finds the pod by its own port. */
export function hostPorts(found: Case): Remedy {
  const list = [...found.owner, "ports"];
  const numbers = listAt(found.pod, list).map(numberOf);
  const ambiguous = new Set(numbers).size < numbers.length;
  const fields = entriesAtFault(found, list).map((index) => [...list, index, "hostPort"]);
  return {
    at: fields,
    corrections: fields.map((field) => ({ field, set: null, ...(ambiguous && { byHand: "port" as const }) })),
  };
}

/** By which a merge finds the port. */
function numberOf(port: Json): Json | undefined {
  return isObject(port) ? port["containerPort"] : undefined;
}

import { isObject, type JsonObject } from "#policies";
import { type FieldPath, valueAt } from "../field-path.ts";

/** A container with its path from the pod's root. */
export interface ContainerAt {
  readonly path: FieldPath;
  readonly container: JsonObject;
  readonly name: string;
}

const lists = ["initContainers", "containers", "ephemeralContainers"];

/** The containers of a pod, of all lists. */
export function containersAt(pod: JsonObject): ContainerAt[] {
  return lists.flatMap((list) => {
    const found = valueAt(pod, ["spec", list]);
    return (Array.isArray(found) ? found : []).flatMap((container: unknown, index): ContainerAt[] => {
      if (!isObject(container)) return [];
      const { name } = container;
      return [{ path: ["spec", list, index], container, name: typeof name === "string" ? name : "" }];
    });
  });
}

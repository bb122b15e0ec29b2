import { isObject, type JsonObject } from "./json.ts";
import type { ContainerList } from "./policy.ts";

/** A container of a pod, with the path of its field. */
export interface PlacedContainer {
  readonly path: string;
  readonly list: ContainerList;
  readonly name: string;
  readonly container: JsonObject;
}

/** The containers of the named lists of a pod; what is not there or no object is passed over. */
export function containersOf(pod: JsonObject, lists: readonly ContainerList[]): PlacedContainer[] {
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  return lists.flatMap((list) => {
    const containers = spec[list];
    if (!Array.isArray(containers)) return [];
    return containers.flatMap((container: unknown, index) =>
      isObject(container)
        ? [
            {
              path: `spec.${list}[${index}]`,
              list,
              name: typeof container["name"] === "string" ? container["name"] : "",
              container,
            },
          ]
        : [],
    );
  });
}

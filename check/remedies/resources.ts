import { isObject } from "#policies";
import { valueAt } from "../field-path.ts";
import type { Case, Remedy } from "./case.ts";

/** Values to begin with where the container says nothing; they have to be measured. */
const first = { cpu: "100m", memory: "128Mi" } as const;

const statements = [
  { name: "requests.cpu", block: "requests", resource: "cpu" },
  { name: "requests.memory", block: "requests", resource: "memory" },
  { name: "limits.cpu", block: "limits", resource: "cpu" },
  { name: "limits.memory", block: "limits", resource: "memory" },
] as const;

/** The statements on CPU and memory that are missing; a limit counts as the request that it becomes. */
export function missingResources({ pod, owner, parameters }: Case): Remedy {
  const stated = (block: string, resource: string) =>
    valueAt(pod, [...owner, "resources", block, resource]) !== undefined;
  const { required } = parameters;
  const missing = statements.filter(
    ({ name, block, resource }) =>
      (!Array.isArray(required) || required.includes(name)) &&
      !stated(block, resource) &&
      !(block === "requests" && stated("limits", resource)),
  );
  const fields = missing.map(({ block, resource }) => [...owner, "resources", block, resource]);
  return {
    at: fields,
    corrections: missing.map(({ block, resource }) => {
      const other = valueAt(pod, [
        ...owner,
        "resources",
        block === "limits" ? "requests" : "limits",
        resource,
      ]);
      return {
        field: [...owner, "resources", block, resource],
        set: other === undefined || isObject(other) ? first[resource] : other,
        byHand: "resources" as const,
      };
    }),
  };
}

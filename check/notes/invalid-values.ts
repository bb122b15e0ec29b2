import { isObject, type Json, type JsonObject } from "#policies";
import { type FieldPath, valueAt } from "../field-path.ts";
import type { Note, NotesOn } from "./note.ts";

/** Fields of a container that hold one of a few words. */
const choices = [
  { field: ["imagePullPolicy"], words: ["Always", "IfNotPresent", "Never"] },
  { field: ["terminationMessagePolicy"], words: ["File", "FallbackToLogsOnError"] },
  { field: ["securityContext", "procMount"], words: ["Default", "Unmasked"] },
  {
    field: ["securityContext", "seccompProfile", "type"],
    words: ["RuntimeDefault", "Localhost", "Unconfined"],
  },
] as const;

const probes = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

const handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

/**
 * Values that an API server refuses whatever the policies say. Only what is often got wrong; the whole of it only a
 * server knows (`kubectl apply --dry-run=server`).
 */
export const invalidValues: NotesOn = (_, containers) =>
  containers.flatMap(({ path, container }) => [
    ...choices.flatMap(({ field, words }): Note[] => {
      const value = valueAt(container, field);
      if (typeof value !== "string" || words.some((word) => word === value)) return [];
      return [{ field: [...path, ...field], says: { kind: "no-choice", value, words } }];
    }),
    ...probes.flatMap((probe): Note[] => {
      const value = container[probe];
      if (!isObject(value) || handlers.some((handler) => isObject(value[handler]))) return [];
      return [{ field: [...path, probe], says: { kind: "no-handler", probe } }];
    }),
    ...amounts(container, path),
  ]);

function amounts(container: JsonObject, path: FieldPath): Note[] {
  const at = (block: string) => {
    const found = valueAt(container, ["resources", block]);
    return isObject(found) ? found : {};
  };
  const limits = at("limits");
  const requests = at("requests");
  const none = [
    ["limits", limits],
    ["requests", requests],
  ] as const;
  return [
    ...none.flatMap(([block, stated]) =>
      Object.entries(stated).flatMap(([resource, value]): Note[] => {
        if (value === null || value === undefined || typeof value === "object") return [];
        const field = [...path, "resources", block, resource];
        return amountOf(value) === undefined
          ? [{ field, says: { kind: "no-quantity", value: String(value) } }]
          : [];
      }),
    ),
    ...Object.entries(requests).flatMap(([resource, value]): Note[] => {
      const request = amountOf(value);
      const limit = amountOf(limits[resource]);
      if (request === undefined || limit === undefined || request <= limit) return [];
      const said = { resource, request: String(value), limit: String(limits[resource]) };
      return [
        { field: [...path, "resources", "requests", resource], says: { kind: "above-limit", ...said } },
      ];
    }),
  ];
}

const decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** A quantity as a number (k8s.io/apimachinery, pkg/api/resource); undefined if it is none. */
function amountOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const [, digits, unit = ""] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(value) ?? [];
  if (digits === undefined || (unit !== "" && /e/i.test(digits))) return undefined;
  const power = binary.indexOf(unit) + 1;
  return Number(digits) * (power > 0 ? 1024 ** power : 1000 ** (decimal.indexOf(unit) - 3));
}

import { z } from "zod";
import { glob } from "./glob.ts";
import { type LabelSelector, labelSelector, unmet } from "./label-selector.ts";
import { namespaceLabels, type Place } from "./place.ts";

/** A filter of Kyverno's `match` and `exclude` blocks; every part that is there must fit. */
interface Filter {
  readonly resources: {
    readonly kinds: readonly string[];
    readonly name?: string | undefined;
    readonly names: readonly string[];
    readonly namespaces: readonly string[];
    readonly operations: readonly string[];
    readonly namespaceSelector?: LabelSelector | undefined;
    /** By the pod's own labels or annotations. */
    readonly selector?: unknown;
    readonly annotations?: unknown;
  };
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string | undefined;
  }[];
  readonly roles: readonly string[];
  readonly clusterRoles: readonly string[];
}

/** A `match` or `exclude` block: one of `any`, `all`, or a filter by itself, as older policies have it. */
export interface MatchBlock extends Filter {
  readonly any: readonly Filter[];
  readonly all: readonly Filter[];
}

const strings = z.array(z.string()).default([]);
const filter = {
  resources: z
    .object({
      kinds: strings,
      name: z.string().optional(),
      names: strings,
      namespaces: strings,
      operations: strings,
      namespaceSelector: labelSelector.optional(),
      selector: z.unknown().optional(),
      annotations: z.unknown().optional(),
    })
    .prefault({}),
  subjects: z
    .array(z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }))
    .default([]),
  roles: strings,
  clusterRoles: strings,
};

export const matchBlock: z.ZodType<MatchBlock> = z.object({
  ...filter,
  any: z.array(z.object(filter)).default([]),
  all: z.array(z.object(filter)).default([]),
});

const filtersOf = (block: MatchBlock): readonly Filter[] => {
  if (block.any.length > 0) return block.any;
  return block.all.length > 0 ? block.all : [block];
};

/** Whether a block speaks of pods at all. */
export function matchesPods(block: MatchBlock): boolean {
  return filtersOf(block).some(({ resources }) => resources.kinds.some(meansPods));
}

/** Whether a kind as Kyverno writes it (`Pod`, `v1/Pod`, a wildcard) means pods, not one of their subresources. */
export function meansPods(kind: string): boolean {
  const parts = kind.split("/");
  return parts.every((part) => ["*", "v1", "Pod"].includes(part)) && parts.some((part) => part !== "v1");
}

/**
 * What of a block names the namespace or the user of a place, if the whole block certainly fits pods that are created
 * there; `everything` if it fits them wherever they are.
 */
export function fitting(block: MatchBlock, place: Place): string | undefined {
  const filters = filtersOf(block);
  const fits = filters.map((own) => fittingFilter(own, place));
  if (block.all.length > 0 && fits.includes(undefined)) return undefined;
  return fits.find((text) => text !== undefined && text !== everything) ?? fits.find(Boolean);
}

/** What `fitting` says of a block that names no place. */
export const everything = "everything";

function fittingFilter(
  { resources, subjects, roles, clusterRoles }: Filter,
  place: Place,
): string | undefined {
  const { kinds, name, names, namespaces, operations, namespaceSelector, selector, annotations } = resources;
  const anyPod =
    (kinds.length === 0 || kinds.some(meansPods)) &&
    (operations.length === 0 || operations.includes("CREATE")) &&
    (name ?? "*") === "*" &&
    (names.length === 0 || names.includes("*")) &&
    selector === undefined &&
    annotations === undefined;
  // which roles a tenant has, nobody reads
  if (!anyPod || roles.length > 0 || clusterRoles.length > 0) return undefined;
  const namespace = namespaces.find((pattern) => glob(pattern, place.namespace));
  if (namespaces.length > 0 && namespace === undefined) return undefined;
  if (namespaceSelector !== undefined && unmet(namespaceSelector, namespaceLabels(place)) !== undefined)
    return undefined;
  const subject = subjects.find((own) => isSubject(own, place));
  if (subjects.length > 0 && subject === undefined) return undefined;
  if (namespace !== undefined) return `namespaces ${namespace}`;
  if (subject !== undefined) return `subjects ${subject.kind} ${subject.name}`;
  if (namespaceSelector !== undefined) return `namespaceSelector ${selectorText(namespaceSelector)}`;
  return kinds.length > 0 ? everything : undefined;
}

function isSubject({ kind, name, namespace }: Filter["subjects"][number], place: Place): boolean {
  if (kind === "ServiceAccount") return glob(`system:serviceaccount:${namespace ?? ""}:${name}`, place.user);
  if (kind === "Group") return place.groups.some((group) => glob(name, group));
  return kind === "User" && glob(name, place.user);
}

function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map((pair) => pair.join("="));
  const expressions = matchExpressions.map(({ key, operator, values }) =>
    `${key} ${operator} ${values.length > 0 ? `(${values.join(", ")})` : ""}`.trim(),
  );
  return [...labels, ...expressions].join(", ");
}

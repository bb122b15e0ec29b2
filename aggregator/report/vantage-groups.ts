import type { Cell, VantageVerdict } from "../comparison/comparison.ts";

/** Namespaces of which the same is to be said; never empty. */
export type VantageGroup = readonly [VantageVerdict, ...VantageVerdict[]];

/** The namespaces of a cell, put together where every attempt came to the same; those like the worst come first. */
export function vantageGroups({ worst, vantages }: Pick<Cell, "worst" | "vantages">): VantageGroup[] {
  if (worst === undefined) return [];
  const rest = vantages.filter((vantage) => vantage !== worst);
  return [...Map.groupBy([worst, ...rest], course).values()].flatMap(([first, ...more]): VantageGroup[] =>
    first === undefined ? [] : [[first, ...more]],
  );
}

/** What was concluded and from what, without the words of the cluster, in which names of namespaces stand. */
function course({ verdict, reason, probes }: VantageVerdict): string {
  const outcomes = probes.map(({ probe, outcome }) => [
    probe,
    outcome.kind,
    "reason" in outcome ? outcome.reason : "",
    "attribution" in outcome ? outcome.attribution : "",
    "by" in outcome ? outcome.by?.engine : "",
  ]);
  return JSON.stringify([verdict, reason, outcomes]);
}

import type { Cell } from "./comparison.ts";

/**
 * The engines that refused by webhooks with failurePolicy Ignore, most refusals first; in place of one that is not known
 * its webhook.
 */
export function enginesFailingOpen(cells: readonly Cell[]): string[] {
  const names = cells
    .flatMap(({ vantages }) => vantages.flatMap(({ probes }) => probes))
    .flatMap(({ outcome }) =>
      outcome.kind === "refused" && outcome.by.failOpen === true ? [outcome.by] : [],
    )
    .map(({ engine, webhook }) => (engine === "webhook" ? (webhook ?? engine) : engine));
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, all]) => ({ name, count: all.length }));
  return counts.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
}

import type { Entry } from "./entry.ts";

/** What is the same at most sites. */
export interface CommonEntries {
  readonly common: readonly Entry[];
  /** What is otherwise at a site; that something is absent there is said too. */
  differences(entries: readonly Entry[]): Entry[];
}

/** Stands where a site says nothing of what most sites say. */
const nothing = "–";

/** Values that more than half of the lists have, to be said once. */
export function commonEntries(lists: readonly (readonly Entry[])[]): CommonEntries {
  const counts = new Map<string, { readonly entry: Entry; count: number }>();
  for (const entry of lists.flat()) {
    const key = keyOf(entry);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { entry, count: 1 });
    else known.count += 1;
  }
  const common = [...counts.values()]
    .filter(({ count }) => count * 2 > lists.length)
    .map(({ entry }) => entry);
  const keys = new Set(common.map(keyOf));
  return {
    common,
    differences: (entries) => {
      const labels = new Set(entries.map(({ label }) => label));
      const lacking = common.filter(({ label }) => !labels.has(label));
      return [
        ...entries.filter((entry) => !keys.has(keyOf(entry))),
        ...lacking.map(({ label }) => ({ label, value: nothing })),
      ];
    },
  };
}

function keyOf({ label, value }: Entry): string {
  return `${label}\0${value}`;
}

import type { Site } from "../comparison/comparison.ts";
import { siteLabel } from "../site-label.ts";
import type { Text } from "../text/text.ts";

/** What the sites are called, by id; where several have one name, the id tells them apart. */
export function distinctLabels(sites: readonly Site[], text: Text): ReadonlyMap<string, string> {
  const byLabel = Map.groupBy(sites, (site) => siteLabel(site, text));
  return new Map(
    [...byLabel].flatMap(([label, alike]) =>
      alike.map(({ id }) => [id, alike.length > 1 ? `${label} (${id})` : label] as const),
    ),
  );
}

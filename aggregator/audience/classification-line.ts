import type { Comparison } from "../comparison/comparison.ts";
import { siteLabel } from "../site-label.ts";
import type { Text } from "../text/text.ts";

/**
 * The line that stands on every page of a report and in every file that is exported: what was given on the command
 * line, else for whom it is. It may hold a site's name, so it is foreign text.
 */
export function classificationLine(comparison: Pick<Comparison, "release" | "sites">, text: Text): string {
  const { audience, classification } = comparison.release;
  return classification ?? text.audience.only[audience](addressee(comparison, text));
}

/** For whom a report is, in a sentence; said beside a line that was given and need not tell. */
export function audienceLine(comparison: Pick<Comparison, "release" | "sites">, text: Text): string {
  return text.audience.madeFor[comparison.release.audience](addressee(comparison, text));
}

/** The one site that a report for a site holds. */
function addressee({ sites }: Pick<Comparison, "sites">, text: Text): string {
  const [site] = sites;
  return site === undefined ? "" : siteLabel(site, text);
}

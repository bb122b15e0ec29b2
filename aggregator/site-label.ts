import type { Site } from "./comparison/comparison.ts";
import type { Text } from "./text/text.ts";

/** What a site is called in the report. */
export function siteLabel({ name, result, archive, id }: Site, text: Text): string {
  if (result === undefined) return text.archiveName(archive.name);
  return name ?? text.siteName(id.slice(0, shortIdLength));
}

const shortIdLength = 8;

/** The door of the aggregator: reads archives, compares sites, renders. Never imports the plugin. */
export type { Archive } from "./archive/archive.ts";
export { isArchiveFile } from "./archive/is-archive-file.ts";
export { readArchive } from "./archive/read-archive.ts";
export { compare } from "./compare.ts";
export type { Comparison, ListedSite, Site } from "./comparison/comparison.ts";
export { hasCell } from "./comparison/site.ts";
export { readSitesFile, SitesFileError } from "./comparison/sites-file.ts";
export { levelCounts } from "./comparison/summary.ts";
export { explain, type Question } from "./explain/explain.ts";
export { ExplainError } from "./explain/explain-error.ts";
export { renderReport } from "./report/render.ts";
export { visible } from "./report/visible.ts";
export { reportJson, siteLabel } from "./report-json.ts";
export { texts } from "./text/index.ts";
export type { Text } from "./text/text.ts";

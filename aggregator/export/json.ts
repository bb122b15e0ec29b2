import type { Comparison } from "../comparison/comparison.ts";
import { reportJson } from "../report-json.ts";
import type { Text } from "../text/text.ts";

/** The comparison as data: the text of report.json. */
export function jsonExport(comparison: Comparison, text: Text): string {
  return `${JSON.stringify(reportJson(comparison, text), null, 2)}\n`;
}

import type { Comparison } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { csvExport } from "./csv.ts";
import { fodsExport } from "./fods.ts";
import { jsonExport } from "./json.ts";
import { junitExport } from "./junit.ts";
import { markdownExport } from "./markdown.ts";
import { oscalExport } from "./oscal.ts";

/** The files beside the page, in the order in which the command line names them. */
export const exportFormats = ["json", "csv", "fods", "junit", "markdown", "oscal"] as const;

/** One of them. */
export type ExportFormat = (typeof exportFormats)[number];

/** The whole text of a file from the comparison; the same for the same comparison. */
export type Export = (comparison: Comparison, text: Text) => string;

/** The files beside the page. */
export const exports: Readonly<Record<ExportFormat, Export>> = {
  json: jsonExport,
  csv: csvExport,
  fods: fodsExport,
  junit: junitExport,
  markdown: markdownExport,
  oscal: oscalExport,
};

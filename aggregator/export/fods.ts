import Handlebars from "handlebars";
import { allVisible } from "../../foreign/visible.ts";
import { classificationLine } from "../audience/classification-line.ts";
import type { Comparison } from "../comparison/comparison.ts";
import { readSpreadsheetAssets } from "../report/assets.ts";
import type { Text } from "../text/text.ts";
import { deviationsSheet, matrixSheet, overviewSheet, policiesSheet, sitesSheet } from "./fods-sheets.ts";
import type { FodsSheet, FodsView } from "./fods-view.ts";
import { isoSeconds } from "./iso-seconds.ts";

/**
 * The comparison as an OpenDocument spreadsheet in one flat XML file (ODF 1.3, part 3). It has no formulas: every text
 * is a cell of the type string, so a program has nothing to compute, whatever a site wrote.
 */
export function fodsExport(comparison: Comparison, text: Text): string {
  const { page, row } = readSpreadsheetAssets();
  const handlebars = Handlebars.create();
  handlebars.registerPartial("fods-row", row);
  handlebars.registerHelper("odf", (line) => spaced(String(line)));
  return handlebars.compile(page, { strict: true, noEscape: false, preventIndent: true })(
    viewOf(comparison, text),
  );
}

function viewOf(comparison: Comparison, text: Text): FodsView {
  const { tool, now } = comparison;
  const deviations = deviationsSheet(comparison, text);
  const sites = sitesSheet(comparison, text);
  return allVisible({
    language: text.language,
    country: text.language === "de" ? "DE" : "GB",
    tool: `${tool.name}/${tool.version}`,
    title: text.head.title,
    marking: classificationLine(comparison, text),
    pageWord: text.export.page,
    now: now === undefined ? undefined : isoSeconds(now),
    sheets: [
      overviewSheet(comparison, text),
      matrixSheet(comparison, text),
      deviations,
      sites,
      policiesSheet(comparison, text),
    ],
    filters: [deviations, sites].map((sheet) => ({ name: sheet.name, range: rangeOf(sheet) })),
  });
}

/** All of a sheet that is one table, as `Name.A1:Name.K20`; it has no more columns than letters. */
function rangeOf({ name, headRows, rows, headColumns, columns }: FodsSheet): string {
  const last = String.fromCharCode("A".charCodeAt(0) + headColumns.length + columns.length - 1);
  return `${name}.A1:${name}.${last}${headRows.length + rows.length}`;
}

/** A line with all its blanks: readers of ODF take several for one (part 3, 6.1.2). */
function spaced(line: string): Handlebars.SafeString {
  const escaped = Handlebars.escapeExpression(line);
  return new Handlebars.SafeString(
    escaped
      .replace(/^ | {2,}/g, (blanks) => `<text:s text:c="${blanks.length}"/>`)
      .replaceAll("\t", "<text:tab/>"),
  );
}

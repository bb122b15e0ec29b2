import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The parts of the stylesheet, in the order of the cascade: what depends on the medium comes last. */
const styleNames = [
  "base",
  "head",
  "release",
  "verdicts",
  "legend",
  "overview",
  "summary",
  "changes",
  "problems",
  "filters",
  "dialog",
  "tables",
  "matrix",
  "differences",
  "evidence",
  "sites",
  "waivers",
  "supplier",
  "narrow",
  "forced-colors",
  "print",
] as const;

/** How the names of the spreadsheet's templates end. */
const spreadsheetEnd = ".fods.hbs";

/** The files of templates/ as text. */
export interface Assets {
  /** The pages; the other templates are parts of them. */
  readonly pages: Readonly<Record<"report" | "supplier", string>>;
  readonly partials: Readonly<Record<string, string>>;
  readonly css: string;
  readonly script: string;
}

/** Reads the templates; the only place that knows where they lie. */
export function readAssets(): Assets {
  const names = readdirSync(folder).filter((name) => name.endsWith(".hbs") && !name.endsWith(spreadsheetEnd));
  return {
    pages: { report: asset("report.hbs"), supplier: asset("supplier.hbs") },
    partials: Object.fromEntries(names.map((name) => [name.replace(/\.hbs$/, ""), asset(name)])),
    script: asset("report.js"),
    css: styleNames.map((name) => asset(`styles/${name}.css`)).join("\n"),
  };
}

/** The templates of the spreadsheet: the file, and one row of it. */
export function readSpreadsheetAssets(): { readonly page: string; readonly row: string } {
  return { page: asset(`report${spreadsheetEnd}`), row: asset(`row${spreadsheetEnd}`).trim() };
}

const folder = dirname(fileURLToPath(import.meta.resolve("#templates/report.hbs")));

function asset(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

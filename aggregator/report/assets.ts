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
  const names = readdirSync(folder).filter((name) => name.endsWith(".hbs"));
  return {
    pages: { report: asset("report.hbs"), supplier: asset("supplier.hbs") },
    partials: Object.fromEntries(names.map((name) => [name.replace(/\.hbs$/, ""), asset(name)])),
    script: asset("report.js"),
    css: styleNames.map((name) => asset(`styles/${name}.css`)).join("\n"),
  };
}

const folder = dirname(fileURLToPath(import.meta.resolve("#templates/report.hbs")));

function asset(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

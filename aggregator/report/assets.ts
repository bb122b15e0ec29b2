import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const partialNames = [
  "problems",
  "legend",
  "matrix",
  "row",
  "evidence",
  "probes",
  "sites",
  "vantages",
  "policies",
] as const;

/** The files of templates/ as text. */
export interface Assets {
  readonly page: string;
  readonly partials: Readonly<Record<string, string>>;
  readonly css: string;
}

/** Reads the templates; the only place that knows where they lie. */
export function readAssets(): Assets {
  return {
    page: asset("report.hbs"),
    partials: Object.fromEntries(partialNames.map((name) => [name, asset(`${name}.hbs`)])),
    css: asset("report.css"),
  };
}

function asset(name: string): string {
  return readFileSync(fileURLToPath(import.meta.resolve(`#templates/${name}`)), "utf8");
}

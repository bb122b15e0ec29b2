import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import type { SupplierComparison } from "../audience/demands.ts";
import type { Comparison } from "../comparison/comparison.ts";
import type { Text } from "../text/text.ts";
import { type Assets, readAssets } from "./assets.ts";
import { makeView } from "./make-view.ts";
import { pageMark } from "./page-mark.ts";
import { type SupplierView, supplierView } from "./supplier-view.ts";
import type { View } from "./view.ts";

/**
 * The comparison as one self-contained HTML page: no script, no call to anywhere, the same bytes for the same
 * comparison. Everything but the stylesheet is escaped.
 */
export function renderReport(comparison: Comparison, text: Text, assets: Assets = readAssets()): string {
  return pageOf("report", makeView(comparison, text), assets);
}

/** What suppliers may know, as a page of the same kind. */
export function renderDemands(
  comparison: SupplierComparison,
  text: Text,
  assets: Assets = readAssets(),
): string {
  return pageOf("supplier", supplierView(comparison, text), assets);
}

function pageOf(name: keyof Assets["pages"], view: View | SupplierView, assets: Assets): string {
  const handlebars = Handlebars.create();
  handlebars.registerPartial({ ...assets.partials });
  handlebars.registerHelper("breakableName", (text) =>
    breakable(text, /(?<=[A-Z][a-z]{3,})(?=[A-Z][a-z]{3,})/),
  );
  handlebars.registerHelper("breakablePath", (path) => breakable(path, /(?<=[./])(?=[a-z])/i));
  const page = handlebars.compile(assets.pages[name], { strict: true, noEscape: false, preventIndent: true });
  const css = `\n${assets.css.trim()}\n\n${pageMark(view.release.line)}\n`;
  return page({ ...view, css, csp: contentPolicy(css) });
}

/** A long word that may break at the seams of its parts, e.g. Validating|Admission|Policy. */
function breakable(word: unknown, seam: RegExp): Handlebars.SafeString {
  const parts = String(word).split(seam);
  return new Handlebars.SafeString(parts.map((part) => Handlebars.escapeExpression(part)).join("<wbr>"));
}

/** Permits the one stylesheet and nothing else. */
function contentPolicy(css: string): string {
  const hash = createHash("sha256").update(css).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

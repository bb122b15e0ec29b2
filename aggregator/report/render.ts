import { createHash } from "node:crypto";
import type { SupplierComparison } from "../audience/demands.ts";
import type { Comparison } from "../comparison/comparison.ts";
import type { Grouping } from "../comparison/group-sites.ts";
import type { Text } from "../text/text.ts";
import { type CompiledPages, compiledPages } from "./compiled-pages.ts";
import { makeView } from "./make-view.ts";
import { pageMark } from "./page-mark.ts";
import { type SupplierView, supplierView } from "./supplier-view.ts";
import type { View } from "./view.ts";

/** How the page is made. */
export interface RenderOptions {
  /** Whether the page has its script; default: yes. Without it, it has no script element at all. */
  readonly script?: boolean;
  /** By what sites are put together in the matrix; default: what tells most. */
  readonly groupBy?: Grouping;
}

/**
 * The comparison as one self-contained HTML page: no call to anywhere, the same bytes for the same comparison. It is
 * complete without its script, which only finds, orders and hides what is there. Everything but the stylesheet and the
 * script is escaped.
 */
export function renderReport(
  comparison: Comparison,
  text: Text,
  { script = true, groupBy }: RenderOptions = {},
): string {
  return pageOf("report", makeView(comparison, text, groupBy), script);
}

/** What suppliers may know, as a page of the same kind; it needs no script. */
export function renderDemands(comparison: SupplierComparison, text: Text): string {
  return pageOf("supplier", supplierView(comparison, text), false);
}

function pageOf(name: keyof CompiledPages["pages"], view: View | SupplierView, script: boolean): string {
  const assets = compiledPages();
  const css = `\n${assets.css.trim()}\n\n${pageMark(view.release.line)}\n`;
  const js = script ? `\n${assets.script.trim()}\n` : undefined;
  return assets.pages[name]({ ...view, css, js, csp: contentPolicy(css, js) });
}

/** Permits the one stylesheet, the one script, if any, and nothing else. */
function contentPolicy(css: string, js: string | undefined): string {
  const scripts = js === undefined ? "" : ` script-src ${sourceOf(js)};`;
  return `default-src 'none'; style-src ${sourceOf(css)};${scripts} img-src data:; base-uri 'none'; form-action 'none'`;
}

function sourceOf(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

import Handlebars from "handlebars";
import { type Assets, readAssets } from "./assets.ts";

/** The templates, ready to be filled, and what stands in every page as it is. */
export interface CompiledPages extends Pick<Assets, "css" | "script"> {
  readonly pages: Readonly<Record<keyof Assets["pages"], (view: object) => string>>;
}

let compiled: CompiledPages | undefined;

/** Reads and compiles the templates once: that takes longer than to fill a page of a few sites. */
export function compiledPages(): CompiledPages {
  compiled ??= compile(readAssets());
  return compiled;
}

function compile({ pages, partials, css, script }: Assets): CompiledPages {
  const handlebars = Handlebars.create();
  handlebars.registerPartial({ ...partials });
  handlebars.registerHelper("breakableName", (name) =>
    breakable(name, /(?<=[A-Z][a-z]{3,})(?=[A-Z][a-z]{3,})/),
  );
  handlebars.registerHelper("breakablePath", (path) => breakable(path, /(?<=[./])(?=[a-z])/i));
  const page = (template: string) =>
    handlebars.compile<object>(template, { strict: true, noEscape: false, preventIndent: true });
  return { pages: { report: page(pages.report), supplier: page(pages.supplier) }, css, script };
}

/** A long word that may break at the seams of its parts, e.g. Validating|Admission|Policy. */
function breakable(word: unknown, seam: RegExp): Handlebars.SafeString {
  const parts = String(word).split(seam);
  return new Handlebars.SafeString(parts.map((part) => Handlebars.escapeExpression(part)).join("<wbr>"));
}

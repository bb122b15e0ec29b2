import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import type { ListedSite } from "./comparison.ts";

/** What is wrong with the list of sites; the sentences are in aggregator/text. */
export type SitesFileProblem =
  | { readonly kind: "no-yaml"; readonly detail: string }
  | { readonly kind: "no-list" }
  | { readonly kind: "no-entry" }
  | { readonly kind: "no-name" }
  | { readonly kind: "no-id" }
  | { readonly kind: "no-text"; readonly key: string }
  | { readonly kind: "short-match"; readonly match: string }
  | { readonly kind: "ambiguous"; readonly site: string; readonly otherLine: number }
  | { readonly kind: "several-sites"; readonly match: string };

/** A mistake in the list of sites, with its line. */
export class SitesFileError extends Error {
  readonly problem: SitesFileProblem;
  readonly line: number;

  constructor(problem: SitesFileProblem, line: number) {
    super(`${problem.kind} in line ${line}`);
    this.problem = problem;
    this.line = line;
  }
}

/** Fewer characters of an id could hit the wrong site. */
export const shortestMatch = 8;

/**
 * The list of sites from YAML: `{id?, match?, name, group?, …parameters}`.
 * @throws SitesFileError for what is no such list
 */
export function readSitesFile(text: string): ListedSite[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const [error] = document.errors;
  if (error !== undefined)
    throw new SitesFileError({ kind: "no-yaml", detail: error.message }, lineAt(error.pos[0]));
  const { contents } = document;
  const lineOf = (node: unknown): number => lineAt(isNodeWithRange(node) ? (node.range?.[0] ?? 0) : 0);
  if (contents === null) return [];
  if (!isSeq(contents)) throw new SitesFileError({ kind: "no-list" }, lineOf(contents));
  return contents.items.map((item) => {
    const line = lineOf(item);
    if (!isMap(item)) throw new SitesFileError({ kind: "no-entry" }, line);
    return entryOf(item, line, lineOf);
  });
}

function entryOf(map: YAMLMap, line: number, lineOf: (node: unknown) => number): ListedSite {
  const values: Record<string, string> = {};
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const text = textOf(value);
    if (text === undefined) throw new SitesFileError({ kind: "no-text", key: name }, lineOf(key));
    values[name] = text;
  }
  const { id, match, name, group, ...parameters } = values;
  if (name === undefined || name.trim() === "") throw new SitesFileError({ kind: "no-name" }, line);
  if (id === undefined && match === undefined) throw new SitesFileError({ kind: "no-id" }, line);
  if (match !== undefined && match.length < shortestMatch)
    throw new SitesFileError({ kind: "short-match", match }, line);
  return {
    line,
    name,
    parameters,
    ...(id !== undefined && { id }),
    ...(match !== undefined && { match }),
    ...(group !== undefined && { group }),
  };
}

/** A value as text: a scalar as it is written, or a list of scalars. */
function textOf(value: unknown): string | undefined {
  if (isScalar(value)) return value.source ?? String(value.value ?? "");
  if (!isSeq(value)) return undefined;
  const items = value.items.map(textOf);
  return items.includes(undefined) ? undefined : items.join(", ");
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === "object" && node !== null && "range" in node;
}

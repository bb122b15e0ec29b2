import type { ListedSite } from "./comparison.ts";
import { type ListEntry, type ListProblem, readYamlList } from "./yaml-list.ts";

/** What is wrong with the list of sites; the sentences are in aggregator/text. */
export type SitesFileProblem =
  | ListProblem
  | { readonly kind: "no-name" }
  | { readonly kind: "no-id" }
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
  return readYamlList(text, (problem, line) => new SitesFileError(problem, line)).map(entryOf);
}

function entryOf({ line, values }: ListEntry): ListedSite {
  const said = [...values].map(([key, value]) => [key, value.text] as const);
  const { id, match, name, group, ...parameters }: Record<string, string> = Object.fromEntries(said);
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

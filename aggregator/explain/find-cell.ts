import { policies } from "#policies";
import type { Cell, Site } from "../comparison/comparison.ts";
import { ExplainError } from "./explain-error.ts";
import { nearest } from "./nearest.ts";

/**
 * The cell of a policy at a site.
 * @param asked the policy's id, or its name in the proof of concept
 * @throws ExplainError naming the policies that there are
 */
export function findCell({ cells, furtherCells }: Site, asked: string): Cell {
  const all = [...cells, ...furtherCells];
  const id = Object.values(policies).find(({ seedName }) => plain(seedName) === plain(asked))?.id ?? asked;
  const found = all.find(({ policy }) => policy === id) ?? all.find(({ policy }) => policy === plain(asked));
  if (found !== undefined) return found;
  const known = all.map(({ policy }) => policy);
  const near = nearest(plain(asked), known);
  throw new ExplainError({ kind: "no-policy", asked, known, ...(near !== undefined && { near }) });
}

/** A policy's name without the ending of a file, and however its words are joined. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.ya?ml$/, "")
    .replaceAll("_", "-");
}

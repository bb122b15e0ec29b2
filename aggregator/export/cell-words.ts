import { levels } from "#results";
import type { Cell, Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { remarksOf } from "../report/cell-view.ts";
import { sentenceOf } from "../report/evidence-view.ts";
import { engineName } from "../report/probe-view.ts";
import { siteLabel } from "../site-label.ts";
import type { Text } from "../text/text.ts";

/** A cell of the matrix with what is said about it. */
export interface CellWords {
  readonly site: Site;
  readonly row: PolicyRow;
  readonly cell: Cell;
  readonly siteName: string;
  readonly title: string;
  readonly verdict: string;
  readonly level: string;
  /** Why the verdict is as it is; of a site without a result, why it has none. */
  readonly sentence: string;
  readonly remarks: readonly string[];
  /** The namespace that decides. */
  readonly decisive: string | undefined;
  /** In how many namespaces the verdict holds. */
  readonly namespaces: { readonly count: number; readonly of: number } | undefined;
  readonly engines: readonly string[];
}

/**
 * All cells, site by site in the order of the comparison; of policies that the profile does not know, those of which a
 * site's result says something, last.
 */
export function allCellWords({ sites, rows, furtherRows }: Comparison, text: Text): CellWords[] {
  const byId = new Map([...rows, ...furtherRows].map((row) => [row.id, row]));
  return sites.flatMap((site) =>
    [...site.cells, ...site.furtherCells].flatMap((cell) => {
      const row = byId.get(cell.policy);
      return row === undefined ? [] : [cellWords(site, row, cell, text)];
    }),
  );
}

/** One cell in words. */
export function cellWords(site: Site, row: PolicyRow, cell: Cell, text: Text): CellWords {
  const { verdict, worst, vantages } = cell;
  const count = vantages.filter((vantage) => vantage.verdict === verdict).length;
  return {
    site,
    row,
    cell,
    siteName: siteLabel(site, text),
    title: row.policy?.text[text.language].title ?? row.id,
    verdict: text.verdicts[verdict],
    level: text.levels[levels[verdict]],
    sentence: site.result === undefined ? reasonOf(site, text) : sentenceOf(verdict, worst, text),
    remarks: remarksOf(site, cell, text, text.flags),
    decisive: worst?.vantage,
    namespaces: vantages.length === 0 ? undefined : { count, of: vantages.length },
    engines: (worst?.engines ?? []).map((engine) => engineName(engine, text)),
  };
}

/** Why there is no result of a site. */
function reasonOf({ problem, archive }: Site, text: Text): string {
  if (problem === undefined) return text.export.noResult;
  const { text: said, quote } = text.problem(problem, archive.name);
  return quote === undefined ? said : `${said} ${quote}`;
}

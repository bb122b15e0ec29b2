import type { Change } from "./change.ts";
import type { Cell, PolicyRow, Site } from "./comparison.ts";

/** A cell that changed. */
export interface ChangedCell {
  readonly site: Site;
  readonly row: PolicyRow;
  readonly cell: Cell;
  readonly change: Change;
}

/** Changes that are said at once: of one site in several policies, or of one policy at one or several sites. */
export interface AlikeChanges {
  readonly of: "site" | "policy";
  /** In the order in which they were given. */
  readonly cells: readonly [ChangedCell, ...ChangedCell[]];
}

/** With more lines than this, nobody would read what each site has; a policy has at most a few lines. */
const mostLines = 40;

/**
 * Cells put together that went the same way, so that few lines say all of them: a site that changed in many policies
 * is one line, and so is a policy that changed at many sites. The longest come first.
 */
export function alikeChanges(cells: readonly ChangedCell[]): AlikeChanges[] {
  const lines = [...fewestLines(cells)];
  return lines.length > mostLines ? groupsBy("policy", cells).toSorted(longestFirst) : lines;
}

function* fewestLines(cells: readonly ChangedCell[]): Generator<AlikeChanges> {
  let rest = cells;
  while (rest.length > 0) {
    // in doubt a policy: all else on the page is told by policies
    const [largest] = [...groupsBy("policy", rest), ...groupsBy("site", rest)].toSorted(longestFirst);
    if (largest === undefined) return;
    if (largest.cells.length === 1) return yield* groupsBy("policy", rest);
    yield largest;
    const said = new Set<ChangedCell>(largest.cells);
    rest = rest.filter((cell) => !said.has(cell));
  }
}

function groupsBy(of: AlikeChanges["of"], cells: readonly ChangedCell[]): AlikeChanges[] {
  const groups = Map.groupBy(cells, ({ site, row, cell, change }) =>
    JSON.stringify([of === "site" ? site.id : row.id, change.before, cell.verdict, change.reasons]),
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ of, cells: [first, ...others] }],
  );
}

function longestFirst(a: AlikeChanges, b: AlikeChanges): number {
  return b.cells.length - a.cells.length;
}

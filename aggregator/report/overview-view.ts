import type { ChangeGroup } from "../text/rounds-text.ts";
import type { Text } from "../text/text.ts";
import { type CellView, type VerdictView, verdictView } from "./cell-view.ts";
import type { FactHead, FactView } from "./facts-view.ts";
import type { HeadingView } from "./heading-view.ts";
import type { BarView } from "./level-bar.ts";
import type { GroupView, MatrixView } from "./matrix-view.ts";

/** The matrix in small, to be seen at one glance: by site where they are few, else how many sites stand how. */
export interface OverviewView {
  readonly caption: string;
  /** What the rows are. */
  readonly corner: string;
  readonly fields: FieldsView | undefined;
  readonly shares: SharesView | undefined;
}

/** A sign for each policy and site. */
export interface FieldsView {
  /** Empty if sites are not put together. */
  readonly groups: readonly GroupView[];
  readonly sites: readonly Pick<HeadingView, "text" | "href">[];
  readonly rows: readonly { readonly heading: HeadingView; readonly cells: readonly FieldView[] }[];
  /** How many policies are open at each site, if any are; as unknown where none is and some cannot be determined. */
  readonly open: { readonly label: string; readonly values: readonly (FactView | VerdictView)[] } | undefined;
  /** What the marks beside the signs mean, of those that occur. */
  readonly marks: readonly string[];
  /** Whether names of sites have no room to stand across. */
  readonly upright: boolean;
  /** Whether there is one site only, so that there is room for words. */
  readonly single: boolean;
}

/** A sign, and beside it marks for what the sign does not tell; without a verdict where there is no cell. */
export type FieldView =
  | (CellView & { readonly marks: readonly MarkView[] })
  | { readonly verdict: undefined };

/** A mark as sign and words. */
export interface MarkView {
  readonly sign: string;
  readonly says: string;
}

/** For each policy at how many sites it stands how. */
export interface SharesView {
  readonly heads: readonly FactHead[];
  readonly share: string;
  readonly rows: readonly {
    readonly heading: HeadingView;
    readonly bar: BarView | undefined;
    readonly numbers: readonly FactView[];
  }[];
}

/** Changes that are marked: of others the verdict's sign tells enough. */
const markedChanges: readonly ChangeGroup[] = [
  "regressed",
  "not-comparable-worse",
  "newly-enforced",
  "improved",
];

/** Longer words have no room across a column of eight. */
const longestAcross = 14;

/** The overview of a matrix; what the profile does not know is left out. */
export function overviewView(matrix: MatrixView, text: Text): OverviewView {
  const { fields, shares, share } = text.page.overview;
  const corner = text.matrix.policy;
  if (matrix.dense) {
    const rows = matrix.columns.flatMap((heading, index) =>
      heading.further
        ? []
        : [
            {
              heading,
              bar: heading.bar,
              numbers: matrix.factRows.flatMap(({ values }) => values.slice(index, index + 1)),
            },
          ],
    );
    return { caption: shares, corner, fields: undefined, shares: { heads: matrix.lead, share, rows } };
  }
  const sites = matrix.columns;
  const words = sites.flatMap((site) => site.text.split(/[\s-]+/));
  const upright = !matrix.fits || words.some(({ length }) => length > longestAcross);
  const rows = matrix.bodies
    .flatMap((body) => (body.further ? [] : body.rows))
    .map(({ heading, cells }) => ({
      heading,
      cells: cells.map((cell) =>
        cell.verdict === undefined ? cell : { ...cell, marks: marksOf(cell, text) },
      ),
    }));
  const marks = rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell.verdict ? cell.marks : [])));
  return {
    caption: fields,
    corner,
    fields: {
      groups: matrix.columnGroups,
      sites,
      rows,
      open: matrix.single ? undefined : openView(matrix, text),
      marks: [...new Set(marks.map(({ sign, says }) => `${sign} ${says}`))],
      upright,
      single: matrix.single,
    },
    shares: undefined,
  };
}

function openView({ factRows }: MatrixView, text: Text): FieldsView["open"] {
  const row = (level: FactHead["level"]) => factRows.find(({ head }) => head.level === level);
  const open = row("open");
  const unknown = row("undetermined")?.values;
  return (
    open && {
      label: open.head.label,
      values: open.values.map((value, index) =>
        value.zero && unknown?.[index]?.zero === false ? verdictView("inconclusive", text) : value,
      ),
    }
  );
}

function marksOf({ change, waived }: CellView, { page, rounds }: Text): MarkView[] {
  const said = [
    ...(change !== undefined && markedChanges.includes(change) ? [rounds.remarks[change]] : []),
    ...(waived ? [page.overview.waived] : []),
  ];
  return said.map((words) => {
    const [sign = "", ...says] = words.split(" ");
    return { sign, says: says.join(" ") };
  });
}

import type { Text } from "../text/text.ts";
import type { FactHead, FactView } from "./facts-view.ts";
import type { HeadingView } from "./heading-view.ts";
import type { BarView } from "./level-bar.ts";
import type { MatrixView, RowView } from "./matrix-view.ts";

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
  readonly sites: readonly Pick<HeadingView, "text" | "href">[];
  readonly rows: readonly Pick<RowView, "heading" | "cells">[];
  /** Whether names of sites have no room to stand across. */
  readonly upright: boolean;
  /** Whether there is one site only, so that there is room for words. */
  readonly single: boolean;
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
  const rows = matrix.bodies.flatMap((body) => (body.further ? [] : body.rows));
  return {
    caption: fields,
    corner,
    fields: { sites, rows, upright, single: matrix.single },
    shares: undefined,
  };
}

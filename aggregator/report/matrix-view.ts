import { catalogues } from "#policies";
import { fewestOthers } from "../audience/for-site.ts";
import type { Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { type Grouping, groupsOf, type SiteGroup, usualGrouping } from "../comparison/group-sites.ts";
import { enginesByPolicy } from "../comparison/refusers.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type CellView, cellView } from "./cell-view.ts";
import {
  type FactHead,
  type FactView,
  levelFacts,
  levelHeads,
  othersFact,
  othersHead,
  siteFactHeads,
  siteFacts,
} from "./facts-view.ts";
import { type HeadingView, policyHeading, siteHeading } from "./heading-view.ts";
import { wordId } from "./legend-view.ts";
import { countsOf } from "./level-bar.ts";
import { sitesAreRows } from "./orientation.ts";
import { engineName } from "./probe-view.ts";

/** More columns than this do not fit on most screens. */
const widestWithoutScrolling = 8;

/** From so many columns on, a page of paper takes smaller letters and headings that stand upright. */
const fewestTight = 9;

/** The matrix, in the orientation that fits. */
export interface MatrixView {
  readonly caption: string;
  readonly note: string;
  readonly hint: string | undefined;
  /** What the rows are. */
  readonly form: "by-policy" | "by-site";
  /** Whether cells say their verdict in one short word. */
  readonly dense: boolean;
  /** Whether there is one site only, so that numbers of sites say nothing. */
  readonly single: boolean;
  /** Whether all columns fit side by side on a screen in common use. */
  readonly fits: boolean;
  /** Whether the columns are many for a page of paper. */
  readonly tight: boolean;
  readonly grouping: Grouping;
  readonly corner: string;
  /** What the rows are once the matrix is transposed. */
  readonly otherCorner: string;
  /** Groups of columns; empty if sites are not put together or are the rows. */
  readonly columnGroups: readonly GroupView[];
  /** Headings of the facts that stand before the cells of each row. */
  readonly lead: readonly FactHead[];
  readonly columns: readonly HeadingView[];
  /** Headings of the facts behind the cells, where they do not push the verdicts off the screen. */
  readonly last: readonly FactHead[];
  /** Facts about what the columns are. */
  readonly factRows: readonly { readonly head: FactHead; readonly values: readonly FactView[] }[];
  readonly bodies: readonly BodyView[];
  /** How many columns there are up to the last cell. */
  readonly width: number;
  /** Says how many more policies there are. */
  readonly leftOut: string | undefined;
  readonly furtherHeading: string;
  /** The catalogue whose numbers are shown at first. */
  readonly catalogue: string;
}

/** Sites that are put together. */
export interface GroupView {
  readonly label: string;
  readonly span: number;
}

/** Rows that belong together. */
export interface BodyView {
  readonly group: GroupView | undefined;
  /** Policies that the profile does not know. */
  readonly further: boolean;
  readonly rows: readonly RowView[];
}

/** A row of the matrix. */
export interface RowView {
  readonly heading: HeadingView;
  readonly lead: readonly FactView[];
  readonly cells: readonly (NamedCell | typeof emptyCell)[];
  readonly last: readonly FactView[];
}

/** A cell with the headings by which it is named. */
export type NamedCell = CellView & {
  /** The verdict in one word, if there is room for no more. */
  readonly short: string | undefined;
  /** Whether the short word needs no frame: most cells do not. */
  readonly bare: boolean;
  readonly headings: string;
};

/** Where a site knows nothing of a policy that the profile does not know either. */
const emptyCell: { readonly verdict: undefined } = { verdict: undefined };

/** A site or a policy with all that stands with it. */
interface Line {
  readonly heading: HeadingView;
  readonly levels: readonly FactView[];
  readonly facts: readonly FactView[];
}

/**
 * The matrix as the page shows it.
 * @param wanted by what sites are put together, if somebody said so
 */
export function matrixView(
  comparison: Comparison,
  text: Text,
  anchors: Anchors,
  wanted?: Grouping,
): MatrixView {
  const { profile, sites, rows, furtherRows, furtherLeftOut } = comparison;
  const grouping = wanted ?? usualGrouping(sites);
  const groups = groupsOf(sites, grouping);
  const places = new Map(sites.map((site, index) => [site, index]));
  const inGroups = groups.length > 0 ? groups.flatMap((group) => group.sites) : sites;
  const similar = new Map(comparison.differences.order.map((id, index) => [id, index]));
  const dense = sitesAreRows(comparison);
  const known = sites.filter(({ result }) => result !== undefined);
  const cellsOf = (index: number) => known.flatMap(({ cells }) => cells.slice(index, index + 1));
  const heads = levelHeads([...known.map(({ cells }) => countsOf(cells))], text);
  const policyLines = [...rows, ...furtherRows].map((row, index): Line => {
    const further = index >= rows.length;
    const cells = cellsOf(index);
    const { catalogue } = profile;
    return {
      heading: policyHeading(row, index, cells, { further, catalogue }, text, anchors),
      levels: levelFacts(further ? undefined : cells, heads, text),
      facts: [],
    };
  });
  const siteLines = new Map(
    inGroups.map((site): [Site, Line] => [
      site,
      {
        heading: siteHeading(site, places.get(site) ?? 0, similar.get(site.id) ?? 0, text, anchors),
        levels: levelFacts(site.result && site.cells, heads, text),
        facts: siteFacts(site, text),
      },
    ]),
  );
  const { shortFlags } = text.page;
  // the commonest stands in many cells of a site
  const flags = dense ? shortFlags : { ...text.flags, failOpen: shortFlags.failOpen };
  const engines = new Map(dense ? [] : sites.map((site) => [site, enginesByPolicy(site)]));
  const cell = (site: Site, row: PolicyRow, index: number): RowView["cells"][number] => {
    const found = [...site.cells, ...site.furtherCells].find(({ policy: id }) => id === row.id);
    if (found === undefined) return emptyCell;
    const view = cellView(
      site,
      row,
      found,
      { engines: engines.get(site)?.get(row.id) ?? [], flags },
      text,
      anchors,
    );
    // of sites without a result the legend says nothing
    const word = site.result === undefined ? "" : ` ${wordId(view.verdict)}`;
    const headings = `s${places.get(site)} p${index}${word}`;
    return {
      ...view,
      short: dense ? text.page.short[view.verdict] : undefined,
      bare: view.verdict === "enforced",
      headings,
    };
  };
  const allRows = [...rows, ...furtherRows];
  const words = text.matrix;
  const several = sites.some(({ namespaces }) => namespaces.of > 1);
  const others = rows.some((row) => row.others !== undefined);
  const corners = { policy: words.policy, site: words.site };
  const common = {
    caption: dense ? words.caption : words.captionWithRefusers,
    note: [
      ...(several ? [words.worstNote] : []),
      words.countsNote,
      ...(others ? [text.audience.othersNote(fewestOthers)] : []),
    ].join(" "),
    dense,
    single: sites.length === 1,
    fits: sites.length <= widestWithoutScrolling,
    tight: (dense ? rows : sites).length >= fewestTight,
    grouping,
    hint: sites.length > widestWithoutScrolling ? words.scrollHint : undefined,
    leftOut: furtherLeftOut > 0 ? text.furtherLeftOut(furtherLeftOut) : undefined,
    furtherHeading: words.further,
    catalogue:
      catalogues.find(({ id }) => id === profile.catalogue)?.title[text.language] ?? profile.catalogue,
    lead: heads,
  };
  const viewOf = (group: SiteGroup) => groupView(group, grouping, text);
  if (dense)
    return {
      ...common,
      form: "by-site",
      corner: corners.site,
      otherCorner: corners.policy,
      columnGroups: [],
      width: 1 + heads.length + allRows.length,
      columns: policyLines.map(({ heading }) => heading),
      last: siteFactHeads(text),
      factRows: factRows(heads, policyLines, ({ levels }) => levels),
      bodies: (groups.length > 0 ? groups : [undefined]).map((group) => ({
        group: group && viewOf(group),
        further: false,
        rows: (group?.sites ?? inGroups).flatMap((site) => {
          const line = siteLines.get(site);
          if (line === undefined) return [];
          const { heading, levels, facts } = line;
          const cells = allRows.map((row, index) => cell(site, row, index));
          return [{ heading, lead: levels, cells, last: facts }];
        }),
      })),
    };
  const columns = [...siteLines.values()];
  const policyRow = ({ heading, levels }: Line, index: number): RowView => ({
    heading,
    lead: levels,
    cells: allRows.slice(index, index + 1).flatMap((row) => inGroups.map((site) => cell(site, row, index))),
    last: others ? allRows.slice(index, index + 1).map((row) => othersFact(row, text)) : [],
  });
  const policyRows = policyLines.map(policyRow);
  return {
    ...common,
    form: "by-policy",
    corner: corners.policy,
    otherCorner: corners.site,
    columnGroups: groups.map(viewOf),
    width: 1 + heads.length + columns.length,
    columns: columns.map(({ heading }) => heading),
    last: others ? [othersHead(text)] : [],
    factRows: [
      ...factRows(heads, columns, ({ levels }) => levels),
      ...factRows(siteFactHeads(text), columns, ({ facts }) => facts),
    ],
    bodies: [
      { group: undefined, further: false, rows: policyRows.slice(0, rows.length) },
      ...(furtherRows.length > 0
        ? [{ group: undefined, further: true, rows: policyRows.slice(rows.length) }]
        : []),
    ],
  };
}

function factRows(
  heads: readonly FactHead[],
  columns: readonly Line[],
  valuesOf: (line: Line) => readonly FactView[],
): MatrixView["factRows"] {
  return heads.map((head, index) => ({
    head,
    values: columns.flatMap((line) => valuesOf(line).slice(index, index + 1)),
  }));
}

function groupView({ values, withResult, sites }: SiteGroup, by: Grouping, text: Text): GroupView {
  const { groups } = text.page;
  const nameless = {
    group: groups.noGroup,
    engine: groups.noEngine,
    distribution: groups.noDistribution,
    none: "",
  };
  const names = by === "engine" ? values.map((engine) => engineName(engine, text)) : values;
  const known = names.length > 0 ? names.join(", ") : nameless[by];
  return {
    label: withResult || values.length > 0 ? known : groups.noResult,
    span: sites.length,
  };
}

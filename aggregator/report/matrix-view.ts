import { fewestOthers } from "../audience/for-site.ts";
import type { Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type CellView, cellView } from "./cell-view.ts";
import { ageText, date, factText } from "./format.ts";
import { engineName } from "./probe-view.ts";

/**
 * Up to so many sites, policies are the rows; beyond, sites are: rows can grow, columns cannot. As many as there are
 * policies, so that either way the matrix fits on a page of A4.
 */
export const mostColumns = 14;

/** More columns than this do not fit on most screens. */
const widestWithoutScrolling = 7;

/** From so many columns on, a page of paper takes smaller letters and headings that stand upright. */
const fewestTight = 9;

/** A heading of a row or a column. */
export interface HeadingView {
  readonly text: string;
  /** A policy's id. */
  readonly code: string | undefined;
  /** A site's state, unless all is well. */
  readonly state: string | undefined;
  readonly href: string;
}

/** The matrix, in the orientation that fits. */
export interface MatrixView {
  readonly caption: string;
  readonly note: string;
  readonly hint: string | undefined;
  /** What the rows are. */
  readonly form: "by-policy" | "by-site";
  /** Whether the columns are many for a page of paper. */
  readonly tight: boolean;
  readonly corner: string;
  readonly columns: readonly HeadingView[];
  /** Facts about sites above the columns, or about policies. */
  readonly headRows: readonly { readonly label: string; readonly values: readonly string[] }[];
  /** Headings of the facts that stand in each row, before the cells. */
  readonly factColumns: readonly string[];
  /** Headings of the facts that stand behind the cells, where they do not push the verdicts off the screen. */
  readonly lastColumns: readonly string[];
  readonly rows: readonly RowView[];
  /** Policies that the profile does not know, below the others; where policies are columns, they stand behind them. */
  readonly furtherRows: readonly RowView[];
  readonly furtherHeading: string;
  /** Says how many more policies there are. */
  readonly leftOut: string | undefined;
}

/** A row of the matrix. */
export interface RowView {
  readonly heading: HeadingView;
  readonly facts: readonly string[];
  readonly lastFacts: readonly string[];
  readonly cells: readonly (CellView | typeof emptyCell)[];
}

/** Where a site knows nothing of a policy that the profile does not know either. */
const emptyCell: { readonly verdict: undefined } = { verdict: undefined };

/** The matrix as the page shows it. */
export function matrixView(comparison: Comparison, text: Text, anchors: Anchors): MatrixView {
  const { sites, rows, furtherRows, furtherLeftOut } = comparison;
  const transposed = sites.length > mostColumns;
  const ofSites = sites.map((site) => ({
    text: siteLabel(site, text),
    code: undefined,
    state: stateText(site, text),
    href: `#${anchors.site(site.id)}`,
  }));
  const policyHeading = (row: PolicyRow, state?: string): HeadingView => ({
    text: row.policy?.text[text.language].title ?? row.id,
    code: row.policy && row.id,
    state,
    href: `#${anchors.policy(row.id)}`,
  });
  const facts = sites.map((site) => siteFacts(site, text));
  const labels = facts[0]?.map(({ label }) => label) ?? [];
  const values = facts.map((entries) => entries.map(({ value }) => value));
  const shares = rows.map(({ enforced }) => text.share(enforced.count, enforced.of));
  const cell = (site: Site, row: PolicyRow) => {
    const found = [...site.cells, ...site.furtherCells].find(({ policy: id }) => id === row.id);
    return found === undefined ? emptyCell : cellView(site, row, found, text, anchors);
  };
  const { caption, enforcedNote, worstNote, policy, site: siteWord, enforced, scrollHint } = text.matrix;
  const several = sites.some(({ namespaces }) => namespaces.of > 1);
  const note = several ? `${worstNote} ${enforcedNote}` : enforcedNote;
  const form = transposed ? ("by-site" as const) : ("by-policy" as const);
  const others = rows.some((row) => row.others !== undefined);
  const common = {
    caption,
    note: others ? `${note} ${text.audience.othersNote(fewestOthers)}` : note,
    form,
    tight: (transposed ? rows : sites).length >= fewestTight,
    hint: sites.length > widestWithoutScrolling ? scrollHint : undefined,
    furtherHeading: text.matrix.further,
    leftOut: furtherLeftOut > 0 ? text.furtherLeftOut(furtherLeftOut) : undefined,
  };
  if (transposed)
    return {
      ...common,
      corner: siteWord,
      columns: [
        ...rows.map((row) => policyHeading(row)),
        ...furtherRows.map((row) => policyHeading(row, text.matrix.notInProfile)),
      ],
      headRows: [{ label: enforced, values: [...shares, ...furtherRows.map(() => nothing)] }],
      factColumns: labels.slice(-1),
      lastColumns: labels.slice(0, -1),
      rows: ofSites.map((heading, s) => ({
        heading,
        facts: values[s]?.slice(-1) ?? [],
        lastFacts: values[s]?.slice(0, -1) ?? [],
        cells: sites
          .slice(s, s + 1)
          .flatMap((site) => [...rows, ...furtherRows].map((row) => cell(site, row))),
      })),
      furtherRows: [],
    };
  return {
    ...common,
    corner: policy,
    columns: ofSites,
    headRows: labels.map((label, index) => ({
      label,
      values: values.map((entries) => entries[index] ?? ""),
    })),
    factColumns: [others ? text.audience.others : enforced],
    lastColumns: [],
    rows: rows.map((row, index) => ({
      heading: policyHeading(row),
      facts: [others ? othersText(row, text) : (shares[index] ?? "")],
      lastFacts: [],
      cells: sites.map((site) => cell(site, row)),
    })),
    furtherRows: furtherRows.map((row) => ({
      heading: policyHeading(row),
      facts: [nothing],
      lastFacts: [],
      cells: sites.map((site) => cell(site, row)),
    })),
  };
}

const nothing = "–";

function othersText({ others }: PolicyRow, text: Text): string {
  return others === undefined ? nothing : text.share(others.count, others.of);
}

/** The state of a site, and what makes its whole column doubtful; undefined if all is well. */
function stateText({ state, notes, ageDays }: Site, text: Text): string | undefined {
  const kinds = new Set(notes.map(({ kind }) => kind));
  const words = [
    ...(state === "ok" ? [] : [text.states[state]]),
    ...(kinds.has("stale") && ageDays !== undefined ? [text.age(ageDays)] : []),
    ...(kinds.has("other-profile") ? [text.matrix.otherProfile] : []),
    ...(kinds.has("same-run-differs") ? [text.matrix.contradictory] : []),
  ];
  return words.length === 0 ? undefined : words.join(", ");
}

/** What stands with a site in the matrix; how much is enforced comes last. */
function siteFacts(site: Site, text: Text): { readonly label: string; readonly value: string }[] {
  const { result, enforced, namespaces } = site;
  const words = text.matrix;
  const engines = new Set(
    site.cells.flatMap(({ vantages }) => vantages.flatMap((vantage) => vantage.engines)),
  );
  const named = [...engines].map((engine) => engineName(engine, text)).sort();
  const known = (value: string | undefined) => (result === undefined ? nothing : (value ?? nothing));
  return [
    { label: words.kubernetes, value: known(factText(result?.site.kubernetesVersion, text, (v) => v)) },
    { label: words.engines, value: named.length > 0 ? named.join(", ") : nothing },
    {
      label: words.date,
      value: known(result && `${date(result.run.finished, text.language)}${ageText(site, text)}`),
    },
    { label: words.vantages, value: known(text.share(namespaces.count, namespaces.of)) },
    { label: words.enforced, value: known(text.share(enforced.count, enforced.of)) },
  ];
}

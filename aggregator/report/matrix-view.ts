import type { Comparison, PolicyRow, Site } from "../comparison/comparison.ts";
import { siteLabel } from "../report-json.ts";
import type { Text } from "../text/text.ts";
import type { Anchors } from "./anchors.ts";
import { type CellView, cellView } from "./cell-view.ts";
import { date, factText } from "./format.ts";
import { engineName } from "./probe-view.ts";

/** Up to so many sites, policies are the rows; beyond, sites are: rows can grow, columns cannot. */
export const mostColumns = 20;

/** More columns than this do not fit on most screens. */
const widestWithoutScrolling = 7;

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
  readonly corner: string;
  readonly columns: readonly HeadingView[];
  /** Facts about sites above the columns, or about policies. */
  readonly headRows: readonly { readonly label: string; readonly values: readonly string[] }[];
  /** Headings of the facts that stand in each row. */
  readonly factColumns: readonly string[];
  readonly rows: readonly {
    readonly heading: HeadingView;
    readonly facts: readonly string[];
    readonly cells: readonly CellView[];
  }[];
}

/** The matrix as the page shows it. */
export function matrixView({ sites, rows }: Comparison, text: Text, anchors: Anchors): MatrixView {
  const transposed = sites.length > mostColumns;
  const ofSites = sites.map((site) => ({
    text: siteLabel(site, text),
    code: undefined,
    state: site.state === "ok" ? undefined : text.states[site.state],
    href: `#${anchors.site(site.id)}`,
  }));
  const ofPolicies = rows.map((row) => ({
    text: row.policy?.text[text.language].title ?? row.id,
    code: row.policy && row.id,
    state: undefined,
    href: `#${anchors.policy(row.id)}`,
  }));
  const facts = sites.map((site) => siteFacts(site, text));
  const [labels] = facts.map((entries) => entries.map(({ label }) => label));
  const shares = rows.map(({ enforced }) => text.share(enforced.count, enforced.of));
  const cell = (site: Site | undefined, index: number) => {
    const found = site?.cells[index];
    return site && found ? [cellView(site, found, text, anchors)] : [];
  };
  const { caption, enforcedNote: note, policy, site: siteWord, enforced, scrollHint } = text.matrix;
  const form = transposed ? ("by-site" as const) : ("by-policy" as const);
  const common = {
    caption,
    note,
    form,
    hint: sites.length > widestWithoutScrolling ? scrollHint : undefined,
  };
  if (transposed)
    return {
      ...common,
      corner: siteWord,
      columns: ofPolicies,
      headRows: [{ label: enforced, values: shares }],
      factColumns: labels ?? [],
      rows: ofSites.map((heading, s) => ({
        heading,
        facts: facts[s]?.map(({ value }) => value) ?? [],
        cells: rows.flatMap((_: PolicyRow, index) => cell(sites[s], index)),
      })),
    };
  return {
    ...common,
    corner: policy,
    columns: ofSites,
    headRows: (labels ?? []).map((label, index) => ({
      label,
      values: facts.map((entries) => entries[index]?.value ?? ""),
    })),
    factColumns: [enforced],
    rows: ofPolicies.map((heading, index) => ({
      heading,
      facts: [shares[index] ?? ""],
      cells: sites.flatMap((site) => cell(site, index)),
    })),
  };
}

const nothing = "–";

function siteFacts(site: Site, text: Text): { readonly label: string; readonly value: string }[] {
  const { result, enforced } = site;
  const words = text.matrix;
  const engines = new Set(site.cells.flatMap(({ worst }) => worst?.engines ?? []));
  const named = [...engines].map((engine) => engineName(engine, text)).sort();
  const known = (value: string | undefined) => (result === undefined ? nothing : (value ?? nothing));
  return [
    { label: words.kubernetes, value: known(factText(result?.site.kubernetesVersion, text, (v) => v)) },
    { label: words.engines, value: named.length > 0 ? named.join(", ") : nothing },
    { label: words.date, value: known(result && date(result.run.finished, text.language)) },
    { label: words.vantages, value: known(result && String(result.vantages.length)) },
    { label: words.enforced, value: known(text.share(enforced.count, enforced.of)) },
  ];
}

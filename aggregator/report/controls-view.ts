import { catalogues } from "#policies";
import type { Comparison } from "../comparison/comparison.ts";
import { type Grouping, groupings } from "../comparison/group-sites.ts";
import type { Text } from "../text/text.ts";
import type { HeadingView } from "./heading-view.ts";
import type { MatrixView } from "./matrix-view.ts";

/** Something to choose. */
export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

/** A choice of the view's own; the first option is what holds if nothing was chosen. */
export interface SelectView {
  /** Its name in the page's address. */
  readonly name: string;
  readonly label: string;
  readonly options: readonly OptionView[];
}

/** The controls of the matrix; those that could change nothing are left out. */
export interface ControlsView {
  /** By what sites are left out. */
  readonly selections: readonly SelectView[];
  /** How the matrix is ordered. */
  readonly orders: readonly SelectView[];
  /** What groups without a value are called, one a line, in the order in which they follow the others. */
  readonly last: string;
  /** Whether results of an earlier round are compared. */
  readonly changes: boolean;
}

/** The controls that are of use for these sites. */
export function controlsView(
  { profile, rounds }: Comparison,
  { columns, bodies, form, grouping }: MatrixView,
  text: Text,
): ControlsView {
  const { controls, groupings: names, groups, numbers } = text.page;
  const rows = bodies.flatMap((body) => body.rows.map(({ heading }) => heading));
  const sites = form === "by-site" ? rows : columns;
  const selection = (name: "group" | "engine" | "distribution" | "minor"): SelectView => ({
    name,
    label: controls[name],
    options: [all(controls.all), ...valuesOf(sites, name, text).map((value) => option(value, value))],
  });
  const grouped = [grouping, ...groupings.filter((by) => by !== grouping && isUseful(by, sites, text))];
  const order = (
    name: string,
    label: string,
    first: string,
    more: readonly OptionView[] = [],
  ): SelectView => ({
    name,
    label,
    options: [all(first), option("worst", controls.worst), option("enforced", controls.enforced), ...more],
  });
  const catalogue = {
    name: "numbers",
    label: numbers.catalogue,
    options: catalogues
      .toSorted((a, b) => Number(b.id === profile.catalogue) - Number(a.id === profile.catalogue))
      .map(({ id, title }) => option(id, title[text.language])),
  };
  return {
    selections: (["group", "engine", "distribution", "minor"] as const)
      .map(selection)
      .filter(({ options }) => options.length > 2),
    orders: [
      ...(sites.length > 1
        ? [
            order("sites", controls.sortSites, controls.asListed, [option("similar", controls.similar)]),
            { name: "by", label: controls.groupBy, options: grouped.map((by) => option(by, names[by])) },
          ]
        : []),
      order("policies", controls.sortPolicies, controls.asAgreed),
      catalogue,
    ],
    last: [groups.noGroup, groups.noEngine, groups.noDistribution, groups.noResult].join("\n"),
    changes: rounds !== undefined,
  };
}

function all(label: string): OptionView {
  return { value: "", label, selected: true };
}

function option(value: string, label: string): OptionView {
  return { value, label, selected: false };
}

function isUseful(by: Grouping, sites: readonly HeadingView[], text: Text): boolean {
  return by === "none" || valuesOf(sites, by, text).length > 1;
}

function valuesOf(
  sites: readonly HeadingView[],
  trait: "group" | "engine" | "distribution" | "minor",
  text: Text,
): string[] {
  const found = sites.flatMap(({ traits }) => {
    if (traits === undefined) return [];
    return trait === "engine" ? traits.engines.split("\n") : [traits[trait]];
  });
  const inOrder = new Intl.Collator(text.locale, { numeric: true });
  return [...new Set(found)].sort(inOrder.compare);
}

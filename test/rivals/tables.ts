import { defaultProfile } from "#policies";
import { comparedOf, type ExpectedCell, rivals } from "./cells.ts";
import type { ExpectedSite } from "./expected.ts";

/** A table of docs/rivals.md: its rows of cells, the heading first. */
export type Table = readonly (readonly string[])[];

type Sites = Readonly<Record<string, ExpectedSite>>;

const names = { kdigger: "kdigger", probr: "Probr" } as const;

/** What each rival asks, and which policy's question that is. */
export function questionsTable(): Table {
  return [
    ["tool", "its name for it", "is … refused?", "our probe"],
    ...rivals.flatMap(({ id: rival, questions }) =>
      questions.map(({ id, about, probe }) => [
        names[rival],
        `\`${id}\``,
        about,
        probe === undefined ? "none of the 14" : `\`${probe}\``,
      ]),
    ),
  ];
}

/** A rival's cell at every site. */
export function cellsTable(rivalId: keyof typeof names, sites: Sites): Table {
  const questions = rivals.filter(({ id }) => id === rivalId).flatMap(comparedOf);
  return [
    ["site", ...questions.map(({ id }) => `\`${id}\``)],
    ...Object.values(sites).map(({ says, cells }) => [
      says,
      ...questions.map(({ id }) => shown(cells[`${rivalId} ${id}`])),
    ]),
  ];
}

function shown(cell: ExpectedCell | undefined): string {
  if (cell === undefined) throw new Error("The table has a site without this question.");
  if (cell === "no answer") return "–";
  return cell.replace(/wrong.*/, "**$&**");
}

/** Why they are what they are, sites with the same reason in one row. */
export function reasonsTable(sites: Sites): Table {
  const reasons = Map.groupBy(Object.values(sites), ({ why }) => why);
  return [
    ["site", "why"],
    ...[...reasons].map(([why, alike]) => [alike.map(({ says }) => says).join("; "), why]),
  ];
}

/**
 * How often each tool is right, where chance decides in its favour; ours is at every site and every question of theirs, or
 * the tests with real servers and engines fail.
 */
export function totalsTable(sites: Sites): Table {
  const asked = new Set(rivals.flatMap(comparedOf).map(({ probe }) => probe));
  const row = (name: string, probes: readonly string[], cells: readonly ExpectedCell[]) => {
    const policies = new Set(probes.map((probe) => probe.split("/")[0]));
    const count = (matches: (cell: ExpectedCell) => boolean) => String(cells.filter(matches).length);
    return [
      name,
      `${policies.size} of ${defaultProfile.policies.length}`,
      String(cells.length),
      count((cell) => cell.startsWith("right")),
      count((cell) => cell.startsWith("wrong")),
      count((cell) => cell === "no answer"),
    ];
  };
  const ours = Object.values(sites).flatMap(() => [...asked].map((): ExpectedCell => "right"));
  return [
    ["tool", "policies asked about", "cells", "right", "wrong", "no answer"],
    ...rivals.map((rival) => {
      const cells = Object.values(sites).flatMap((site) =>
        Object.entries(site.cells).flatMap(([who, cell]) => (who.startsWith(`${rival.id} `) ? [cell] : [])),
      );
      return row(
        names[rival.id],
        comparedOf(rival).map(({ probe }) => probe),
        cells,
      );
    }),
    row("dvs, on their questions", [...asked], ours),
  ];
}

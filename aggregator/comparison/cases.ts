import { createHash } from "node:crypto";
import { type Flag, levels, type Outcome, verdicts } from "#results";
import type { Cell, Comparison, PolicyRow, ShownProbe, Site, VantageVerdict } from "./comparison.ts";
import { outcomeWithoutOwnNames, withoutOwnNames } from "./own-names.ts";
import { type ReportingPolicies, reportingPolicies } from "./reporting-policies.ts";
import { type SharedCause, sharedCausesOf } from "./shared-causes.ts";
import { isDeviation } from "./summary.ts";

/** A site of a case. */
export interface CaseMember {
  readonly site: Site;
  readonly cell: Cell;
}

/** Cells of one policy of which the same is to be said. */
export interface Case {
  /**
   * Made of the content alone, so that it stays the same when sites join or leave and from round to round, as long as
   * the evidence is the same.
   */
  readonly id: string;
  readonly row: PolicyRow;
  readonly verdict: Cell["verdict"];
  /** Without those that are about one site, not about the evidence. */
  readonly flags: Cell["flags"];
  /**
   * The decisive namespace of the first site, with the names of its run replaced; absent if nothing was probed. Its
   * name and its exemptions are that site's own.
   */
  readonly worst?: VantageVerdict;
  /** What became there of the pod that complies with all policies; absent if the result does not say. */
  readonly compliant?: Outcome;
  /** Engines that have policies for it that only report. */
  readonly reporting: readonly ReportingPolicies[];
  /** In the order of the comparison; never empty. */
  readonly members: readonly CaseMember[];
}

/** The cases of a comparison. */
export interface Cases {
  /** By policy in the order of the rows; within it worst first, then those of most sites. */
  readonly shown: readonly Case[];
  /** What is said of several policies at once; their cases are among the others too. */
  readonly causes: readonly SharedCause[];
  /** What a page has no room for, by policy; in the same order. */
  readonly leftOut: readonly { readonly row: PolicyRow; readonly cases: readonly Case[] }[];
}

/**
 * So many characters of evidence a page has room for, as they are counted by `weightOf`. It is about a megabyte of HTML;
 * sites as they are stay far below, and if every cell of hundreds of sites were different, nobody could read it.
 */
export const mostEvidence = 400_000;

/** What a site's configuration, its agreements and its age add; each site of a case has its own. */
const ofSite: ReadonlySet<Flag> = new Set<Flag>(["exempt", "waived", "stale"]);

/** The deviating cells of all sites with a result, put together where the same is to be said of them. */
export function casesOf({ sites, rows, furtherRows }: Comparison): Cases {
  const byId = new Map([...rows, ...furtherRows].map((row) => [row.id, row]));
  const found = new Map<string, Omit<Case, "id" | "members"> & { readonly members: CaseMember[] }>();
  for (const site of sites) {
    const { result } = site;
    if (result === undefined) continue;
    const replaced = withoutOwnNames(result);
    for (const cell of [...site.cells, ...site.furtherCells]) {
      const row = byId.get(cell.policy);
      if (row === undefined || !isDeviation(cell.verdict)) continue;
      const { verdict, worst } = cell;
      const flags = cell.flags.filter((flag) => !ofSite.has(flag));
      const compliant = result.vantages.find(({ namespace }) => namespace === worst?.vantage)?.compliant;
      const content = {
        row,
        verdict,
        flags,
        ...(worst && { worst: { ...worst, probes: worst.probes.map(probeWith(replaced)) } }),
        ...(compliant && { compliant: outcomeWithoutOwnNames(compliant, replaced) }),
        reporting: reportingPolicies(site, cell.policy, verdict),
      };
      const key = keyOf(content);
      const known = found.get(key);
      if (known === undefined) found.set(key, { ...content, members: [{ site, cell }] });
      else known.members.push({ site, cell });
    }
  }
  const taken = new Set<string>();
  const cases = [...found].map(([key, content]): Case => ({ id: idOf(key, taken), ...content }));
  return withRoom(
    [...byId.values()],
    Map.groupBy(cases, ({ row }) => row.id),
  );
}

function probeWith(replaced: (text: string) => string): (probe: ShownProbe) => ShownProbe {
  return (probe) => {
    const outcome = outcomeWithoutOwnNames(probe.outcome, replaced);
    return outcome === probe.outcome ? probe : { ...probe, outcome };
  };
}

/** Everything that is said of a case, and nothing that is a site's own. */
function keyOf({ row, verdict, flags, worst, compliant, reporting }: Omit<Case, "id" | "members">): string {
  const probes = (worst?.probes ?? [])
    .filter(({ weight }) => weight !== "info")
    .map(({ probe, says, expect, weight, patch, outcome, absent, doubted }) => [
      probe,
      says,
      expect,
      weight,
      patch,
      outcome,
      absent,
      doubted,
    ]);
  const said = worst && [
    worst.verdict,
    worst.reason,
    worst.unreachable?.engine,
    worst.kind === undefined,
    worst.undecided,
    worst.open,
  ];
  return JSON.stringify([row.id, verdict, flags, said, compliant, reporting, probes]);
}

const idLength = 8;

function idOf(key: string, taken: Set<string>): string {
  const hash = createHash("sha256").update(key).digest("hex");
  let length = idLength;
  while (taken.has(hash.slice(0, length))) length += 1;
  const id = hash.slice(0, length);
  taken.add(id);
  return id;
}

/**
 * What is open or has gaps has room first, then what several policies have in common, then the rest; each policy gets
 * its worst and most frequent cases, in turns. Where a cause is shown, so is the place of each of its cases.
 */
function withRoom(rows: readonly PolicyRow[], byPolicy: ReadonlyMap<string, readonly Case[]>): Cases {
  const queues = rows.map(({ id }) => (byPolicy.get(id) ?? []).toSorted(worstFirst));
  const shown = new Set<Case>();
  let room = mostEvidence;
  const takes = (weight: number): boolean => {
    const fits = weight <= room;
    if (fits) room -= weight;
    return fits;
  };
  const show = (wanted: (found: Case) => boolean): void => {
    for (const found of inTurns(queues.map((queue) => queue.filter(wanted))))
      if (takes(weightOf(found))) shown.add(found);
  };
  show(isLacking);
  const causes = sharedCausesOf(queues.flat()).filter(({ cases }) =>
    takes(cases.reduce((sum, found) => sum + weightOf(found) + weights.explained, 0)),
  );
  const explained = explainedBy(causes);
  for (const found of queues.flat()) if (isExplained(found, explained)) shown.add(found);
  show((found) => !isLacking(found) && !shown.has(found));
  return {
    shown: queues.flatMap((queue) => queue.filter((found) => shown.has(found))),
    causes,
    leftOut: rows.flatMap((row, index) => {
      const cases = (queues[index] ?? []).filter((found) => !shown.has(found));
      return cases.length === 0 ? [] : [{ row, cases }];
    }),
  };
}

/** The first of each queue, then the second of each. */
function inTurns(queues: readonly (readonly Case[])[]): Case[] {
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    queues.flatMap((queue) => queue.slice(turn, turn + 1)),
  ).flat();
}

/** Whether violations were let in. */
function isLacking({ verdict }: Case): boolean {
  return levels[verdict] === "open" || levels[verdict] === "gaps";
}

function worstFirst(a: Case, b: Case): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    b.members.length - a.members.length ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The cells of which all is said with what they have in common with others, and where. */
export function explainedBy(causes: readonly SharedCause[]): ReadonlyMap<Cell, SharedCause> {
  return new Map(
    causes.flatMap((cause) => cause.sites.flatMap(({ members }) => members.map(({ cell }) => [cell, cause]))),
  );
}

/** Whether nothing of a case is left to be said beside the causes. */
export function isExplained({ members }: Case, explained: ReadonlyMap<Cell, SharedCause>): boolean {
  return members.every(({ cell }) => explained.has(cell));
}

/** What a case, one that is explained elsewhere, and an attempt take beside their texts. */
const weights = { case: 400, explained: 200, probe: 150 };

/** How much of a page a case takes, about. */
function weightOf({ worst }: Case): number {
  const texts = (worst?.probes ?? []).map(({ outcome, says }) => {
    const message = "message" in outcome ? (outcome.message ?? "") : "";
    return weights.probe + says.length + message.length;
  });
  return texts.reduce((sum, length) => sum + length, weights.case);
}

import { levels, type Refuser, refuserOf } from "#results";
import type { Cell, ShownProbe } from "./comparison.ts";

/** What a site may admit while engines are down whose webhooks let everything pass then. */
export interface FailingOpen {
  /** Engines, or the webhooks of those that are not known; those that refuse most first. */
  readonly engines: readonly string[];
  /** Enforced, if only in part, without a waiver in force; empty if and only if there are no engines. */
  readonly cells: readonly Cell[];
}

/**
 * What was refused by webhooks with failurePolicy Ignore and by nobody else at a site. An engine that refuses in another
 * way as well is left out, for that way may refuse everything while the engine is down; so is a policy that somebody else
 * refuses as well: the API server gives the refusal of one webhook only, and the other may refuse all of it.
 *
 * @param cells of all policies of one site
 */
export function failingOpenAt(cells: readonly Cell[]): FailingOpen {
  const closed = new Set(
    cells
      .flatMap(refusersIn)
      .filter(({ failOpen }) => failOpen !== true)
      .map(nameOf),
  );
  const found = cells.filter(isEnforced).flatMap((cell) => {
    const engine = onlyRefuser(cell);
    const count = probesOf(cell).filter(isRefusedViolation).length;
    // a control that was refused shows nothing of the policy
    return engine === undefined || closed.has(engine) || count === 0 ? [] : [{ cell, engine, count }];
  });
  const counts = [...Map.groupBy(found, ({ engine }) => engine)].map(([engine, own]) => ({
    engine,
    count: own.reduce((sum, { count }) => sum + count, 0),
  }));
  return {
    engines: counts
      .toSorted((a, b) => b.count - a.count || (a.engine < b.engine ? -1 : 1))
      .map(({ engine }) => engine),
    cells: found.map(({ cell }) => cell),
  };
}

function isEnforced({ verdict, flags }: Cell): boolean {
  return ["enforced", "gaps"].includes(levels[verdict]) && !flags.includes("waived");
}

/** Who refused whatever was refused; undefined if there were several, or none. */
function onlyRefuser(cell: Cell): string | undefined {
  const [engine, ...others] = new Set(refusersIn(cell).map(nameOf));
  return others.length === 0 ? engine : undefined;
}

function isRefusedViolation({ outcome, expect, weight }: ShownProbe): boolean {
  return outcome.kind === "refused" && expect !== "admit" && weight !== "info";
}

function probesOf({ vantages }: Cell): ShownProbe[] {
  return vantages.flatMap(({ probes }) => probes);
}

function refusersIn(cell: Cell): Refuser[] {
  return probesOf(cell).flatMap(({ outcome }) => refuserOf(outcome) ?? []);
}

function nameOf({ engine, webhook }: Refuser): string {
  return engine === "webhook" ? (webhook ?? engine) : engine;
}

import type { Outcome } from "#results";
import { kdigger } from "./kdigger.ts";
import { probr } from "./probr.ts";
import type { Question, Rival, Says } from "./rival.ts";

/** The tools compared. */
export const rivals: readonly Rival[] = [kdigger, probr];

/** What is true of a site: whether a policy there is the cause that a violation does not get in. */
export type Truth = "enforced" | "open" | "undetermined";

/** By probe (`policy/variant`). */
export type Truths = Readonly<Record<string, Truth>>;

/** What became of a question at a site. */
export type Cell = "right" | "no answer" | "wrong: blocked" | "wrong: open" | "wrong: failed";

/** What a cell must be; either of two where it hangs on which of two webhooks the API server hears first. */
export type ExpectedCell = Cell | "right or wrong: failed";

/** What an outcome of our probes means for the site; a pod that was made compliant did not get its violation in. */
export function truthOf(outcome: Outcome["kind"]): Truth {
  switch (outcome) {
    case "refused":
    case "mutated":
      return "enforced";
    case "admitted":
    case "warned":
      return "open";
    case "control-refused":
    case "inconclusive":
    case "not-applicable":
      return "undetermined";
  }
}

/**
 * Whether what was said agrees with the truth. In doubt for who said it: a refusal that is reported as failed is wrong
 * only where the policy refused, and "open" only where it is enforced.
 */
export function cellOf(truth: Truth, says: Says): Cell {
  switch (says) {
    case "nothing":
      return "no answer";
    case "blocked":
      return truth === "enforced" ? "right" : "wrong: blocked";
    case "open":
      return truth === "enforced" ? "wrong: open" : "right";
    case "failed":
      return truth === "enforced" ? "wrong: failed" : "right";
  }
}

/**
 * The truths of a site from what every probe must come to there.
 * @param outcomes by probe
 */
export function truthsOf(outcomes: Readonly<Record<string, string>>): Truths {
  const asked = new Set(rivals.flatMap(comparedOf).map(({ probe }) => probe));
  return Object.fromEntries(
    Object.entries(outcomes)
      .filter(([probe]) => asked.has(probe))
      .map(([probe, outcome]) => [probe, truthOf(outcome as Outcome["kind"])]),
  );
}

/** How our own outcome reads beside the rivals' words. */
export function saysOfOutcome(outcome: Outcome["kind"]): Says {
  return ({ enforced: "blocked", open: "open", undetermined: "nothing" } as const)[truthOf(outcome)];
}

/** A rival's question that one of the 14 policies answers. */
export type Compared = Question & { readonly probe: string };

/** Those questions of a rival that can be compared. */
export function comparedOf({ questions }: Pick<Rival, "questions">): readonly Compared[] {
  return questions.filter((question): question is Compared => question.probe !== undefined);
}

/**
 * The cells of a site, by `rival question` and by `dvs probe`.
 * @param said by `rival question`, from {@link askRivals}
 * @param ours what our run came to, by probe
 * @throws Error that names a question whose truth or answer is missing
 */
export function cellsOf(
  truths: Truths,
  said: Readonly<Record<string, Says>>,
  ours: Readonly<Record<string, Outcome["kind"]>>,
): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const rival of rivals) {
    for (const { id, probe } of comparedOf(rival)) {
      const [truth, says, own] = [truths[probe], said[`${rival.id} ${id}`], ours[probe]];
      if (truth === undefined) throw new Error(`The truth about ${probe} is not written down.`);
      if (says === undefined) throw new Error(`${rival.id} was not asked ${id}.`);
      if (own === undefined) throw new Error(`Our run has no ${probe}.`);
      cells[`${rival.id} ${id}`] = cellOf(truth, says);
      cells[`dvs ${probe}`] = truthOf(own) === truth ? "right" : cellOf(truth, saysOfOutcome(own));
    }
  }
  return cells;
}

/**
 * What differs from the expected cells, a line each; empty if nothing does. Our own cells have to be right everywhere.
 * @param found from {@link cellsOf}
 */
export function differingCells(
  expected: Readonly<Record<string, ExpectedCell>>,
  truths: Truths,
  found: Readonly<Record<string, Cell>>,
): readonly string[] {
  const own = Object.keys(truths).map((probe) => [`dvs ${probe}`, "right"] as const);
  const wanted: Readonly<Record<string, string>> = { ...expected, ...Object.fromEntries(own) };
  return [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
    .filter((who) => !(wanted[who] ?? "nothing").split(" or ").includes(found[who] ?? "nothing"))
    .map((who) => `${who}: expected ${wanted[who] ?? "nothing"}, found ${found[who] ?? "nothing"}`);
}

/** The cells that are not right, in a line. */
export function misjudged(found: Readonly<Record<string, Cell>>): string {
  const wrong = Object.entries(found).filter(([, cell]) => cell !== "right");
  return wrong.map(([who, cell]) => `${who}: ${cell}`).join(" · ") || "all right";
}

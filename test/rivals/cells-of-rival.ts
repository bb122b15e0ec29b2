import type { ExpectedCell } from "./cells.ts";

const kdiggers = ["privilegedPod", "hostPIDPod", "hostNetworkPod", "runAsRootPod"] as const;
const probrs = ["k-pod-003", "k-pod-005", "k-pod-007", "k-pod-009", "k-pod-012", "k-cra-003"] as const;

/** The same cell for all that kdigger asks and we compare, but for some. */
export const kdiggerCells = (
  usual: ExpectedCell,
  but: Partial<Record<(typeof kdiggers)[number], ExpectedCell>> = {},
): Record<string, ExpectedCell> => cells("kdigger", kdiggers, usual, but);

/** The same cell for all that Probr asks and we compare, but for some. */
export const probrCells = (
  usual: ExpectedCell,
  but: Partial<Record<(typeof probrs)[number], ExpectedCell>> = {},
): Record<string, ExpectedCell> => cells("probr", probrs, usual, but);

function cells<Question extends string>(
  rival: string,
  questions: readonly Question[],
  usual: ExpectedCell,
  but: Partial<Record<Question, ExpectedCell>>,
): Record<string, ExpectedCell> {
  return Object.fromEntries(questions.map((id) => [`${rival} ${id}`, but[id] ?? usual]));
}

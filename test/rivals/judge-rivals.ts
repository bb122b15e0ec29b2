import type { RunResult } from "#results";
import { askRivals, removeRivals } from "./ask-rivals.ts";
import { cellsOf, differingCells, misjudged } from "./cells.ts";
import type { ExpectedSite } from "./expected.ts";

/**
 * Asks the rivals at a site in a namespace of their own, which is being removed when this returns.
 * @param kubeconfig path of an administrator's kubeconfig
 * @param result of a run of ours at the same site
 * @returns what differs from what was written down, and in a line what they misjudge
 */
export async function judgeRivals(
  kubeconfig: string,
  namespace: string,
  { truths, cells }: ExpectedSite,
  { probes }: Pick<RunResult, "probes">,
): Promise<{ readonly differing: readonly string[]; readonly misjudged: string }> {
  const ours = Object.fromEntries(probes.map(({ probe, outcome }) => [probe, outcome.kind]));
  try {
    const found = cellsOf(truths, await askRivals(kubeconfig, namespace), ours);
    return { differing: differingCells(cells, truths, found), misjudged: misjudged(found) };
  } finally {
    await removeRivals(kubeconfig, namespace);
  }
}

import type { Cell, VantageVerdict } from "../comparison/comparison.ts";
import { ExplainError } from "./explain-error.ts";

/**
 * The namespace that is asked for, else the worst.
 * @returns undefined if the policy was tried nowhere
 * @throws ExplainError naming the namespaces that there are
 */
export function findVantage(
  { worst, vantages }: Cell,
  asked: string | undefined,
): VantageVerdict | undefined {
  if (asked === undefined) return worst;
  const found = vantages.find(({ vantage }) => vantage === asked);
  if (found !== undefined) return found;
  throw new ExplainError({
    kind: "no-namespace",
    asked,
    known: vantages.map(({ vantage }) => vantage),
  });
}

import { everywhere } from "../../api/expected-verdicts.ts";
import { underRules } from "./reference.ts";
import type { Truth } from "./truth.ts";

/**
 * An engine with our rules that is killed in the middle of the first round. Where its webhook is ignored then,
 * everything is admitted from then on: what was refused before is not enforced any more, what was admitted after that
 * proves nothing. Where it is not, no pod is admitted: not by a policy, but because nobody answers; templates still are,
 * as a webhook that fails closed is for pods only. Either way no policy can be judged.
 * @param kind the kinds are this one, followed by the failurePolicy
 */
export function killedTruths(kind: string): readonly Truth[] {
  return [
    {
      kind: `${kind}-ignore`,
      outcomes: replaced(
        underRules(() => "inconclusive: unstable"),
        "admitted or inconclusive: unstable",
      ),
      verdicts: everywhere("inconclusive"),
    },
    {
      kind: `${kind}-fail`,
      outcomes: replaced(
        underRules(() => "admitted"),
        "inconclusive: webhook-failure or inconclusive: unstable",
        "admitted",
      ),
      verdicts: everywhere("inconclusive"),
    },
  ];
}

/** The outcomes with other words for what is admitted, which may differ for what is tried in templates. */
function replaced(outcomes: Truth["outcomes"], admitted: string, inTemplates = admitted): Truth["outcomes"] {
  return Object.fromEntries(
    Object.entries(outcomes).map(([probe, outcome]) => {
      const other = probe.includes("/tpl-") ? inTemplates : admitted;
      return [probe, outcome === "admitted" ? other : outcome];
    }),
  );
}

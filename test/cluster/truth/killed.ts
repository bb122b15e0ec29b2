import { everywhere } from "../../api/expected-verdicts.ts";
import { underRules } from "./reference.ts";
import type { Truth } from "./truth.ts";

/**
 * An engine with our rules that is killed in the middle of the first round. Where its webhook is ignored then,
 * everything is admitted from then on: what was refused before is not enforced any more, what was admitted after that
 * proves nothing. Where it is not, nothing is admitted: not by a policy, but because nobody answers. Either way no
 * policy can be judged.
 * @param kind the kinds are this one, followed by the failurePolicy
 * @param seesTemplates whether the webhook is called for workloads as well, although no rule is about them
 */
export function killedTruths(kind: string, seesTemplates: boolean): readonly Truth[] {
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
      outcomes: {
        ...replaced(
          underRules(() => "admitted"),
          "inconclusive: webhook-failure or inconclusive: unstable",
        ),
        ...(!seesTemplates && templates),
      },
      verdicts: everywhere("inconclusive"),
    },
  ];
}

/** The update of a Deployment is none of them: the objects to be updated are stored together, and one is a pod. */
const templates = Object.fromEntries(
  Object.entries(underRules(() => "")).filter(([probe]) => probe.includes("/tpl-")),
);

function replaced(outcomes: Truth["outcomes"], admitted: string): Truth["outcomes"] {
  return Object.fromEntries(
    Object.entries(outcomes).map(([probe, outcome]) => [probe, outcome === "admitted" ? admitted : outcome]),
  );
}

import { defaultProfile } from "#policies";
import { kyvernosHalf } from "../../../demo/engine-sites/two-engines.ts";
import { underRules } from "./reference.ts";
import type { Truth } from "./truth.ts";

/**
 * Half of our rules under each engine: no probe violates rules of both, so it does not matter which webhook the API
 * server hears first. Gatekeeper's webhook fails open as published.
 */
export const twoEnginesTruth: Truth = {
  kind: "two-engines",
  outcomes: underRules((policy) =>
    kyvernosHalf.includes(policy)
      ? `refused by kyverno dvs-${policy} at vpol.validate.kyverno.svc-fail, by both`
      : `refused by gatekeeper dvs-${policy} at validation.gatekeeper.sh, by both`,
  ),
  verdicts: Object.fromEntries(
    defaultProfile.policies.map((policy) => [
      policy,
      kyvernosHalf.includes(policy) ? "enforced" : "enforced failOpen",
    ]),
  ),
};

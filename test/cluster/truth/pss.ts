import { expectedVerdicts, underPssRules } from "../../api/truth/pss.ts";
import { kyvernoChartPssTruths } from "./kyverno-charts-pss.ts";
import type { Truth } from "./truth.ts";

/** The truths by the profile pss-restricted. */
export const pssTruths: readonly Truth[] = [...rules(), ...kyvernoChartPssTruths];

/**
 * What every probe and policy of the profile pss-restricted comes to under our rules for it: what the same rules come to
 * as ValidatingAdmissionPolicies, but for one thing. Both engines name all policies that a pod violates, so what its
 * control violates as well hides nothing.
 */
function rules(): Truth[] {
  return [
    {
      kind: "kyverno-pss",
      outcomes: underPssRules(
        (policy, how) => `refused by kyverno dvs-${policy} at vpol.validate.kyverno.svc-fail, by ${how}`,
      ),
      verdicts: expectedVerdicts("vap", "1.36", "deep"),
    },
    {
      kind: "gatekeeper-pss",
      outcomes: underPssRules(
        (policy, how) => `refused by gatekeeper dvs-${policy} at validation.gatekeeper.sh, by ${how}`,
      ),
      // as published, its webhook lets pods pass while it does not answer
      verdicts: Object.fromEntries(
        Object.entries(expectedVerdicts("vap", "1.36", "deep")).map(([id, verdict]) => [
          id,
          `${verdict} failOpen`,
        ]),
      ),
    },
  ];
}

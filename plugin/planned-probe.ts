import type { Parameters, Policy, Probe } from "#policies";
import type { Outcome, ProbeResult } from "#results";

/** A probe that is to be tried, or the reason why it has no meaning here. */
export interface PlannedProbe {
  readonly probe: Probe;
  readonly policy: Policy;
  readonly parameters: Parameters;
  readonly notApplicable: Extract<Outcome, { kind: "not-applicable" }> | undefined;
  /** Everything about the result that is known beforehand. */
  readonly result: Omit<ProbeResult, "outcome">;
}

import type { Parameters, Policy, Probe } from "#policies";
import type { Outcome, ProbeResult } from "#results";

/** A probe that is to be tried, or what is known of it without trying. */
export interface PlannedProbe {
  readonly probe: Probe;
  readonly policy: Policy;
  readonly parameters: Parameters;
  /** The other policy of the profile that forbids what the control already has; see `breaks` of controls. */
  readonly entails: Policy | undefined;
  /** Its outcome, where trying it would prove nothing. */
  readonly beforehand: Extract<Outcome, { kind: "not-applicable" | "inconclusive" }> | undefined;
  /** What the site demands of every pod fulfils the policy's looser reading: an admission proves nothing. */
  readonly excused: boolean;
  /** Everything about the result that is known beforehand. */
  readonly result: Omit<ProbeResult, "outcome">;
}

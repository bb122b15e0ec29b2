import { policies } from "./catalogue.ts";
import type { Language, Parameters, ProbeDefinition } from "./policy.ts";
import { isPolicyId, type PolicyId } from "./policy-id.ts";

/** What a profile says of a probe in place of the catalogue. */
export type ProbeInProfile = Partial<Pick<ProbeDefinition, "expect" | "weight" | "minK8s" | "maxK8s">>;

/** A set of policies that a group has agreed on, with the parameters that differ from the policies' defaults. */
export interface Profile {
  readonly id: string;
  /** Changes whenever a verdict could come out differently. */
  readonly version: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly policies: readonly PolicyId[];
  /** The catalogue whose numbers the group uses, by its id (see catalogues.ts). */
  readonly catalogue: string;
  readonly parameters: Readonly<Record<string, Parameters>>;
  /** The first minor version of the server on which a policy is demanded; absent: on all. */
  readonly since?: Partial<Readonly<Record<PolicyId, string>>>;
  /**
   * What differs from the catalogue, by the probe's id: what the profile's parameters permit is a compliant edge case
   * here, and may count for more or less.
   */
  readonly probes?: Readonly<Record<string, ProbeInProfile>>;
}

/**
 * The parameters of a policy: its defaults, then the profile's, then those given.
 * @param given parameters by policy id, e.g. from a run's configuration
 */
export function parametersOf(
  id: string,
  profile: Profile,
  given: Readonly<Record<string, Parameters>> = {},
): Parameters {
  const definitions = isPolicyId(id) ? policies[id].parameters : {};
  const defaults = Object.fromEntries(
    Object.entries(definitions).map(([name, { default: value }]) => [name, value]),
  );
  return { ...defaults, ...profile.parameters[id], ...given[id] };
}

import { policies } from "./catalogue.ts";
import type { Language, Parameters } from "./policy.ts";
import { isPolicyId, type PolicyId } from "./policy-id.ts";

/** A set of policies that a group has agreed on, with the parameters that differ from the policies' defaults. */
export interface Profile {
  readonly id: string;
  /** Changes whenever a verdict could come out differently. */
  readonly version: string;
  readonly title: Readonly<Record<Language, string>>;
  readonly policies: readonly PolicyId[];
  readonly parameters: Readonly<Record<string, Parameters>>;
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

import { isDeepStrictEqual } from "node:util";
import { type Parameters, type Profile, parametersOf } from "#policies";
import type { RunResult } from "#results";

/**
 * The parameters of a run that differ from those of the profile by which it is judged, by policy; permitted registries
 * are each site's own.
 */
export function ownParametersOf(result: RunResult, profile: Profile): Readonly<Record<string, Parameters>> {
  const differing = profile.policies.map((policy): [string, Parameters] => {
    const used = result.profile.parameters[policy] ?? {};
    const own = Object.entries(parametersOf(policy, profile)).flatMap(([name, agreed]) => {
      const value = Object.hasOwn(used, name) ? used[name] : undefined;
      const differs =
        value !== undefined && name !== "allowedRegistries" && !isDeepStrictEqual(value, agreed);
      return differs ? [[name, value] as const] : [];
    });
    return [policy, Object.fromEntries(own)];
  });
  return Object.fromEntries(differing.filter(([, own]) => Object.keys(own).length > 0));
}

import { policies } from "./catalogue.ts";
import type { PolicyId } from "./policy-id.ts";
import { type Probe, probesOf } from "./probe.ts";
import { minorOf } from "./probe-version.ts";
import type { Profile } from "./profile.ts";

/** The probes of a policy as a profile has them: with its weights and expectations, from the version on that it names. */
export function probesIn(profile: Profile, id: PolicyId): Probe[] {
  return probesOf(policies[id]).map((probe) => {
    const minK8s = later(profile.since?.[id], probe.minK8s);
    return { ...probe, ...(minK8s !== undefined && { minK8s }), ...profile.probes?.[probe.id] };
  });
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  return (minorOf(a ?? "") ?? 0) > (minorOf(b ?? "") ?? 0) ? a : b;
}

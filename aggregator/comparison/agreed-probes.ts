import { isPolicyId, type Policy, type Probe, type Profile, policies, probesOf } from "#policies";
import type { RunResult, Vantage } from "#results";
import type { ShownProbe } from "./comparison.ts";

/** A namespace with the probes that count there. */
export interface JudgedVantage {
  readonly vantage: Pick<Vantage, "namespace" | "compliant">;
  readonly probes: readonly ShownProbe[];
}

/**
 * The probes of a run by namespace, weighed as our catalogue says where the result was made by the same profile, else
 * as the result says. Of a policy of which anything was tried, probes that ought to be there are added as not
 * answered: a run that was cut short must never look like a short, green one.
 */
export function agreedProbes(result: RunResult, profile: Profile): JudgedVantage[] {
  const same = isSameProfile(result, profile);
  const tried = new Set(result.probes.map(({ policy }) => policy));
  const expected = same ? expectedProbes(profile, tried, result.configuration["probes"] === "deep") : [];
  return vantagesOf(result).map((vantage) => {
    const there = result.probes
      .filter((probe) => probe.vantage === vantage.namespace)
      .map((probe): ShownProbe => ({ ...probe, ...(same && catalogued.get(probe.probe)) }));
    const known = new Set(there.map(({ probe }) => probe));
    const absent = expected
      .filter(({ id }) => !known.has(id))
      .map((probe) => notAnswered(probe, vantage.namespace));
    return { vantage, probes: [...there, ...absent] };
  });
}

/** Whether a result was made by the very profile by which it is judged. */
export function isSameProfile(result: RunResult, { id, version }: Profile): boolean {
  return result.profile.id === id && result.profile.version === version;
}

type Agreed = Pick<ShownProbe, "policy" | "weight" | "expect" | "set">;

const catalogued: ReadonlyMap<string, Agreed> = new Map(
  Object.values(policies)
    .flatMap(probesOf)
    .map(({ id, policy, weight, expect, set }) => [id, { policy, weight, expect, set }]),
);

function expectedProbes(profile: Profile, tried: ReadonlySet<string>, deep: boolean): Probe[] {
  const known: Policy[] = profile.policies.filter(isPolicyId).map((id) => policies[id]);
  return known
    .filter(({ id }) => tried.has(id))
    .flatMap(probesOf)
    .filter(({ weight, set }) => weight !== "info" && (deep || set === "core"));
}

/** Namespaces that the run names, and those that only its probes name, where nothing is known of the compliant pod. */
function vantagesOf({ vantages, probes }: RunResult): Pick<Vantage, "namespace" | "compliant">[] {
  const named = new Set(vantages.map(({ namespace }) => namespace));
  const others = new Set(probes.map(({ vantage }) => vantage).filter((vantage) => !named.has(vantage)));
  const unknown = [...others].map((namespace) => ({
    namespace,
    compliant: { kind: "inconclusive", reason: "setup" } as const,
  }));
  return [...vantages, ...unknown];
}

function notAnswered({ id, ...probe }: Probe, vantage: string): ShownProbe {
  const { policy, says, expect, weight, set, control } = probe;
  return {
    probe: id,
    policy,
    vantage,
    says: says.en,
    expect,
    weight,
    set,
    control,
    patch: probe.patch.map((step) => ({ ...step })),
    outcome: { kind: "inconclusive", reason: "deadline" },
    seconds: 0,
    absent: true,
  };
}

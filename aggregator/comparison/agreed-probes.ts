import { isPolicyId, type Probe, type Profile, policies, probesOf } from "#policies";
import type { ProbeResult, RunResult } from "#results";
import type { ShownProbe } from "./comparison.ts";
import { isBorneOut } from "./not-applicable.ts";
import { type ProbedVantage, probedVantages } from "./probed-vantages.ts";

/** A namespace with the probes that count there. */
export interface JudgedVantage {
  readonly vantage: ProbedVantage;
  readonly probes: readonly ShownProbe[];
}

/**
 * The probes of a run by namespace. Probes of our catalogue are weighed as it says, whatever the file says of them and
 * by whichever profile it was made. Of a policy of which anything was tried, probes that ought to be there are added as
 * not answered: a run that was cut short must never look like a short, green one.
 */
export function agreedProbes(result: RunResult, profile: Profile): JudgedVantage[] {
  const weighed = result.probes.map((probe): ShownProbe => ({ ...probe, ...agreed.get(probe.probe) }));
  const tried = new Set([...weighed, ...result.probes].map(({ policy }) => policy));
  const expected = expectedProbes(profile, tried, result.configuration["probes"] === "deep");
  const byVantage = Map.groupBy(weighed, ({ vantage }) => vantage);
  return probedVantages(result).map((vantage) => {
    const found = byVantage.get(vantage.namespace) ?? [];
    const there = found.map((probe) => believed(probe, vantage, result, profile));
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

const catalogued: ReadonlyMap<string, Probe> = new Map(
  Object.values(policies)
    .flatMap(probesOf)
    .map((probe) => [probe.id, probe]),
);

/** What the catalogue says of a probe in place of the file. */
const agreed: ReadonlyMap<string, Pick<ShownProbe, "policy" | "weight" | "expect" | "set">> = new Map(
  [...catalogued].map(([id, { policy, weight, expect, set }]) => [id, { policy, weight, expect, set }]),
);

function expectedProbes(profile: Profile, tried: ReadonlySet<string>, deep: boolean): Probe[] {
  return profile.policies
    .filter(isPolicyId)
    .filter((id) => tried.has(id))
    .flatMap((id) => probesOf(policies[id]))
    .filter(({ weight, set }) => weight !== "info" && (deep || set === "core"));
}

/** The probe as far as it can be believed. */
function believed(
  probe: ShownProbe,
  vantage: ProbedVantage,
  result: RunResult,
  profile: Profile,
): ShownProbe {
  // without its namespace's record nobody knows how its tenant was made or what became of the compliant pod
  if (!vantage.named)
    return {
      ...probe,
      outcome: unproven("the result does not describe the namespace"),
      doubted: "namespace",
    };
  const { outcome } = probe;
  const known = catalogued.get(probe.probe);
  if (outcome.kind !== "not-applicable" || known === undefined) return probe;
  if (isBorneOut(outcome.reason, known, result, vantage, profile)) return probe;
  const message = `not applicable (${outcome.reason}), which neither the version nor the configuration bears out`;
  return { ...probe, outcome: unproven(message), doubted: "meaning" };
}

function unproven(message: string): ProbeResult["outcome"] {
  return { kind: "inconclusive", reason: "setup", message };
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

import { isDeepStrictEqual } from "node:util";
import {
  controls,
  type Probe,
  type Profile,
  parametersOf,
  policies,
  policyIds,
  probesIn,
  probesOf,
  versionReason,
} from "#policies";
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
  const catalogued = cataloguedFor(profile);
  const weighed = result.probes.map(
    (probe): ShownProbe => ({ ...probe, ...weighedBy(catalogued.get(probe.probe)) }),
  );
  const tried = new Set([...weighed, ...result.probes].map(({ policy }) => policy));
  const expected = expectedProbes(profile, tried, result.configuration["probes"] === "deep");
  const byVantage = Map.groupBy(weighed, ({ vantage }) => vantage);
  return probedVantages(result).map((vantage) => {
    const found = byVantage.get(vantage.namespace) ?? [];
    const there = found.map((probe) =>
      believed(probe, catalogued.get(probe.probe), vantage, result, profile),
    );
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

const catalogues = new WeakMap<Profile, ReadonlyMap<string, Probe>>();

/** The probes of the catalogue by id; those of the profile's policies as the profile has them. Made once per profile. */
function cataloguedFor(profile: Profile): ReadonlyMap<string, Probe> {
  const known = catalogues.get(profile);
  if (known !== undefined) return known;
  const agreed = new Set(profile.policies);
  const probes = policyIds.flatMap((id) => (agreed.has(id) ? probesIn(profile, id) : probesOf(policies[id])));
  const catalogued = new Map(probes.map((probe) => [probe.id, probe]));
  catalogues.set(profile, catalogued);
  return catalogued;
}

/** What the catalogue says of a probe in place of the file. */
function weighedBy(known: Probe | undefined): Partial<ShownProbe> {
  if (known === undefined) return {};
  const { policy, weight, expect, set } = known;
  return { policy, weight, expect, set };
}

function expectedProbes(profile: Profile, tried: ReadonlySet<string>, deep: boolean): Probe[] {
  const wanted: ReadonlySet<string> = new Set(profile.policies.filter((id) => tried.has(id)));
  return [...cataloguedFor(profile).values()].filter(
    ({ policy, weight, set }) => wanted.has(policy) && weight !== "info" && (deep || set === "core"),
  );
}

/** The probe as far as it can be believed. */
function believed(
  probe: ShownProbe,
  known: Probe | undefined,
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
  if (known === undefined) return probe;
  const { outcome } = probe;
  if (!isSameProfile(result, profile)) return translated(probe, known, vantage, result, profile);
  if (outcome.kind !== "not-applicable") return probe;
  if (isBorneOut(outcome.reason, known, result, vantage, profile)) return probe;
  const message = `not applicable (${outcome.reason}), which neither the version nor the configuration bears out`;
  return { ...probe, outcome: unproven(message), doubted: "meaning" };
}

/** What another profile's run shows by this one. What was tried is the same; what had a meaning, and what complies, may not be. */
function translated(
  probe: ShownProbe,
  known: Probe,
  vantage: ProbedVantage,
  result: RunResult,
  profile: Profile,
): ShownProbe {
  const { outcome } = probe;
  const { kubernetesVersion } = result.site;
  const meaningless =
    "value" in kubernetesVersion ? versionReason(known, kubernetesVersion.value) : undefined;
  if (meaningless !== undefined)
    return { ...probe, outcome: { kind: "not-applicable", reason: meaningless } };
  const broken = controls[known.control]?.breaks;
  if (outcome.kind === "refused" && outcome.attribution === "entailed") {
    // by a rule that this profile does not ask for, a refusal of the control shows nothing
    const { by, message } = outcome;
    const asked = broken !== undefined && profile.policies.includes(broken);
    return asked ? probe : { ...probe, outcome: { kind: "control-refused", by, message } };
  }
  const otherwise =
    (outcome.kind === "not-applicable" && !isBorneOut(outcome.reason, known, result, vantage, profile)) ||
    (outcome.kind === "mutated" && hasOtherParameters(probe.policy, result, profile));
  return otherwise ? { ...probe, outcome: unproven("tried by another profile"), doubted: "profile" } : probe;
}

/** Whether a run judged what a platform made of a pod by other parameters; permitted registries are each site's own. */
function hasOtherParameters(policy: string, { profile: used }: RunResult, profile: Profile): boolean {
  const agreed = Object.entries(parametersOf(policy, profile)).filter(
    ([name]) => name !== "allowedRegistries",
  );
  return agreed.some(([name, value]) => !isDeepStrictEqual(used.parameters[policy]?.[name] ?? value, value));
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

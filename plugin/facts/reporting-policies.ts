import type { PolicyId } from "#policies";
import type { EngineFact } from "#results";
import { admissionPoliciesReporting, celPoliciesReporting } from "./admission-policy-exemptions.ts";
import type { Read } from "./exemption-source.ts";
import { constraintLists, constraintsReporting } from "./gatekeeper-exemptions.ts";
import { kyvernoReporting } from "./kyverno-policies.ts";

/** A policy of an engine that sees pods and refuses none, anywhere. */
interface ReportingPolicy {
  readonly engine: string;
  readonly policy: string;
  /** The catalogue's policies that it means, by its names and texts. */
  readonly means: readonly PolicyId[];
}

/** Kyverno's kinds whose rules are CEL and whose specs say alike whether they refuse. */
const celKinds = [
  "validatingpolicies",
  "namespacedvalidatingpolicies",
  "imagevalidatingpolicies",
  "namespacedimagevalidatingpolicies",
];

/**
 * Reads which policies only report. From outside they cannot be told from none, so they explain why somebody believes
 * that a policy is enforced; they decide nothing.
 * @param read what may not be read has to be said by it
 * @param versions the served versions of an API group; empty if it is not served
 */
export async function readReportingPolicies(
  read: Read,
  versions: (group: string) => readonly string[],
): Promise<ReportingPolicy[]> {
  const group = "/apis/admissionregistration.k8s.io/v1";
  const own = admissionPoliciesReporting(
    await read(`${group}/validatingadmissionpolicies`),
    await read(`${group}/validatingadmissionpolicybindings`),
  );
  const found: ReportingPolicy[] = own.map((policy) => ({
    engine: "validating-admission-policy",
    ...policy,
  }));
  const of = (engine: string, policies: readonly Omit<ReportingPolicy, "engine">[]) =>
    found.push(...policies.map((policy) => ({ engine, ...policy })));
  if (versions("kyverno.io").length > 0) {
    for (const plural of ["clusterpolicies", "policies"])
      of("kyverno", kyvernoReporting(await read(`/apis/kyverno.io/v1/${plural}`)));
  }
  const [newest] = versions("policies.kyverno.io");
  if (newest !== undefined) {
    for (const plural of celKinds)
      of("kyverno", celPoliciesReporting(await read(`/apis/policies.kyverno.io/${newest}/${plural}`)));
  }
  if (versions("constraints.gatekeeper.sh").length > 0) {
    for (const list of await constraintLists(read)) of("gatekeeper", constraintsReporting(list));
  }
  return found;
}

/** The engines with those of their policies that only report; an engine that has no other sign of itself is added. */
export function withReporting(
  engines: readonly EngineFact[],
  found: readonly ReportingPolicy[],
): EngineFact[] {
  const names = new Set([...engines.map(({ name }) => name), ...found.map(({ engine }) => engine)]);
  return [...names]
    .map((name): EngineFact => {
      const known = engines.find((engine) => engine.name === name) ?? { name };
      const own = found.filter(({ engine }) => engine === name);
      if (own.length === 0) return known;
      const meant = new Set(own.flatMap(({ means }) => means));
      const reportingOn = Object.fromEntries(
        [...meant].sort().map((id) => [id, namesOf(own.filter(({ means }) => means.includes(id)))]),
      );
      return { ...known, reporting: namesOf(own), ...(meant.size > 0 && { reportingOn }) };
    })
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function namesOf(policies: readonly ReportingPolicy[]): string[] {
  return [...new Set(policies.map(({ policy }) => policy))].sort();
}

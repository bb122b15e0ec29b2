import { type OtherForm, otherForms, type PodOverlay } from "#policies";
import type { Outcome, ProbeResult } from "#results";
import type { AttemptLimits } from "./attempt.ts";
import { classify } from "./classify.ts";
import { baselineTrial, sendAsDryRun, trialOf } from "./dry-run.ts";
import type { Plan } from "./plan.ts";
import type { PlannedProbe } from "./planned-probe.ts";
import type { Tenant } from "./tenant.ts";

/** What is needed to try other forms. */
export interface OtherForms {
  /** Whether OpenShift's security context constraints are there, of which a tenant may be allowed several. */
  readonly constraints: boolean;
  readonly limits: AttemptLimits;
}

/**
 * Tries what was refused or repaired in other forms as well. A platform that assigns a user id where none was asked for
 * enforces something only if it does not grant root to who asks for root; and OpenShift judges a pod by the first
 * constraint that fits all of it, so what one constraint refuses another may admit, if the pod differs elsewhere; rules
 * that leave out the pods of controllers believe whoever names an owner. What the site admits in any form, twice, while
 * it goes on refusing the usual one, the tenant can have; if it admits that one too by then, nothing is known.
 *
 * @param found the results in the tenant's namespace
 */
export async function tryOtherForms(
  tenant: Tenant,
  { values, probes: planned }: Plan,
  found: readonly ProbeResult[],
  { constraints, limits }: OtherForms,
): Promise<readonly ProbeResult[]> {
  const results = new Map(found.map((result) => [result.probe, result]));
  const suspects = planned.flatMap((one) => {
    const outcome = results.get(one.probe.id)?.outcome;
    const forms = outcome === undefined ? [] : formsOf(one, outcome, constraints);
    return forms.length === 0 ? [] : [{ ...one, forms }];
  });
  if (suspects.length === 0) return found;
  const baseline = await sendAsDryRun(tenant, baselineTrial(values), limits);
  if (baseline.kind !== "accepted") return found;
  const instead = new Map<string, Outcome>();
  for (const { probe, policy, parameters, forms } of suspects) {
    for (const form of forms) {
      const outcomeOf = async (overlays: readonly PodOverlay[]): Promise<Outcome["kind"]> => {
        const trial = trialOf(probe, { ...values, overlays });
        const context = { policy, parameters, sent: trial.object, literals: [], control: baseline, baseline };
        const answer = await sendAsDryRun(tenant, trial, limits);
        return classify(answer, { ...context, failurePolicies: new Map() }).kind;
      };
      const isAdmitted = async (): Promise<boolean> =>
        ["admitted", "warned"].includes(await outcomeOf([...values.overlays, otherForms[form]]));
      if (!(await isAdmitted()) || !(await isAdmitted())) continue;
      // an engine that has failed open meanwhile admits every form
      const usual = await outcomeOf(values.overlays);
      instead.set(
        probe.id,
        ["refused", "mutated"].includes(usual) ? { kind: "admitted", inForm: form } : gone,
      );
      break;
    }
  }
  return found.map((result) => ({ ...result, outcome: instead.get(result.probe) ?? result.outcome }));
}

/** What becomes of a violation whose usual form was refused or repaired, and is not any more. */
const gone: Outcome = {
  kind: "inconclusive",
  reason: "unstable",
  message: "refused or made compliant at first, but no longer when it was tried in other forms",
};

/** The forms in which a probe could be admitted after all. */
function formsOf(
  { probe, policy, excused }: PlannedProbe,
  outcome: Outcome,
  constraints: boolean,
): readonly OtherForm[] {
  const { resource, expect } = probe;
  if (excused || expect === "admit") return [];
  // a pod that is there already keeps its seccomp profile
  const fields = [...policy.conditions.flatMap((one) => one.fields), ...probe.patch.map(({ path }) => path)];
  const isAboutSeccomp = fields.some((field) => field.includes("seccompProfile"));
  const reshaped = constraints && !isAboutSeccomp && resource === "Pod" && probe.operation === "CREATE";
  // one rule of a policy is like its others in whom it leaves out
  const isLead = probe.id === `${policy.id}/${policy.lead}` && resource === "Pod";
  const owned = isLead ? (["owned"] as const) : [];
  if (outcome.kind === "refused")
    return [
      ...(reshaped && outcome.by.engine === "openshift-scc" ? (["no-seccomp"] as const) : []),
      ...owned,
    ];
  if (outcome.kind !== "mutated") return [];
  const isPod = resource === "Pod" || resource === "Pod/ephemeralcontainers";
  const asRoot = policy.effective !== undefined && isPod;
  return [
    ...(asRoot ? (["root-user"] as const) : []),
    ...(reshaped ? (["no-seccomp"] as const) : []),
    ...(asRoot && reshaped ? (["root-user-no-seccomp"] as const) : []),
    ...owned,
  ];
}

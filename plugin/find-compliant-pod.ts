import { alternatives } from "#policies";
import type { Vantage } from "#results";
import type { Api } from "./api.ts";
import type { Attempt, AttemptLimits } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { baselineTrial, sendAsDryRun } from "./dry-run.ts";
import { type Place, type Plan, planWith } from "./plan.ts";
import { recognise } from "./refusals/recognise.ts";
import { namespaceState } from "./run-namespace.ts";
import type { Tenant } from "./tenant.ts";
import { whenReady } from "./when-ready.ts";

/** A plan whose compliant pod the namespace admits, or the usual one where it admits none. */
export interface Found {
  readonly plan: Plan;
  readonly alternative?: NonNullable<Vantage["alternative"]>;
}

/** What is needed to find it. */
export interface FindOptions {
  /** Talks to the cluster as the operator: tenants may not read their namespace. */
  readonly admin: Api;
  readonly configuration: Configuration;
  readonly place: Place;
  readonly limits: AttemptLimits;
}

/**
 * Finds the form of the compliant pod that a namespace admits: the usual one, else one of the catalogue's alternatives,
 * those first that the refusal suggests. A refusal by the API server itself (quota, missing rights) is no reason to try
 * another form.
 */
export async function findCompliantPod(
  tenant: Tenant,
  planned: Plan,
  { admin, configuration, place, limits }: FindOptions,
): Promise<Found> {
  const first = await whenReady(
    () => sendAsDryRun(tenant, baselineTrial(planned.values), limits),
    limits.signal,
  );
  const refusal = textOf(first);
  if (refusal === undefined) return { plan: planned };
  const state = await namespaceState(admin, place.namespace, limits);
  const candidates = alternatives(state?.annotations ?? {}).toSorted(
    (a, b) => Number(b.when.test(refusal)) - Number(a.when.test(refusal)),
  );
  for (const alternative of candidates) {
    const other = planWith(alternative, planned, configuration, place);
    if (other === undefined) continue;
    const answer = await sendAsDryRun(tenant, baselineTrial(other.values), limits);
    if (answer.kind !== "accepted") continue;
    // a rule that refused for a moment only is no reason for another form
    const usual = await sendAsDryRun(tenant, baselineTrial(planned.values), limits);
    if (usual.kind === "accepted") return { plan: planned };
    const { id, overlay } = alternative;
    return { plan: other, alternative: { id, overlay } };
  }
  return { plan: planned };
}

/** The text of a refusal by a policy. */
function textOf(answer: Attempt): string | undefined {
  if (answer.kind !== "denied") return undefined;
  const recognition = recognise(answer.status);
  const byPolicy = recognition.kind === "policy" || recognition.reason === "unknown-refusal";
  return byPolicy ? answer.status.message : undefined;
}

import { alternatives } from "#policies";
import type { Vantage } from "#results";
import type { Attempt, AttemptLimits } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { baselineTrial, sendAsDryRun } from "./dry-run.ts";
import { type Place, type Plan, planWith } from "./plan.ts";
import { recognise } from "./refusals/recognise.ts";
import type { NamespaceState } from "./run-namespace.ts";
import type { Tenant } from "./tenant.ts";
import { whenReady } from "./when-ready.ts";

/** A plan whose compliant pod the namespace admits, or the usual one where it admits none. */
export interface Found {
  readonly plan: Plan;
  readonly alternative?: NonNullable<Vantage["alternative"]>;
  readonly admitted: boolean;
}

/**
 * Finds the form of the compliant pod that a namespace admits: the usual one, else one of the catalogue's alternatives,
 * those first that the refusal suggests. A refusal by the API server itself (quota, missing rights) is no reason to try
 * another form.
 */
export async function findCompliantPod(
  tenant: Tenant,
  planned: Plan,
  state: NamespaceState | undefined,
  { configuration, place, limits }: { configuration: Configuration; place: Place; limits: AttemptLimits },
): Promise<Found> {
  const first = await whenReady(
    () => sendAsDryRun(tenant, baselineTrial(planned.values), limits),
    limits.signal,
  );
  if (first.kind === "accepted") return { plan: planned, admitted: true };
  const refusal = textOf(first);
  if (refusal === undefined) return { plan: planned, admitted: false };
  const candidates = alternatives(state?.annotations ?? {}).toSorted(
    (a, b) => Number(b.when.test(refusal)) - Number(a.when.test(refusal)),
  );
  for (const alternative of candidates) {
    const other = planWith(alternative, planned, configuration, place);
    if (other === undefined) continue;
    const answer = await sendAsDryRun(tenant, baselineTrial(other.values), limits);
    if (answer.kind !== "accepted") continue;
    const { id, overlay } = alternative;
    return { plan: other, alternative: { id, overlay }, admitted: true };
  }
  return { plan: planned, admitted: false };
}

/** The text of a refusal by a policy. */
function textOf(answer: Attempt): string | undefined {
  if (answer.kind !== "denied") return undefined;
  const recognition = recognise(answer.status);
  const byPolicy = recognition.kind === "policy" || recognition.reason === "unknown-refusal";
  return byPolicy ? answer.status.message : undefined;
}

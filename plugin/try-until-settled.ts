import type { ProbeResult } from "#results";
import type { Api } from "./api.ts";
import { pause } from "./attempt.ts";
import type { Plan } from "./plan.ts";
import { type NamespaceState, namespaceState, podSecurityLabels, sameState } from "./run-namespace.ts";
import type { Tried } from "./run-result.ts";
import type { Tenant } from "./tenant.ts";
import { type TryContext, tryProbes } from "./try-probes.ts";

/** How often everything is tried at most while the namespace keeps changing. */
const mostRounds = 3;

/** What is needed to tell whether a namespace has settled. */
export interface Settling {
  /** Talks to the cluster as the operator: tenants may not read their namespace. */
  readonly admin: Api;
  /** When the namespace was made, by `performance.now()`. */
  readonly made: number;
  /** Seconds after its making at which a fresh namespace is looked at again. */
  readonly settle: number;
  readonly talk: (sentence: string) => void;
}

/**
 * Tries the probes, and tries them again if the site has changed the namespace meanwhile: many sites label fresh
 * namespaces (Pod Security levels, projects), and policies hang on these labels. What was tried before that says
 * nothing about the site.
 */
export async function tryUntilSettled(
  tenant: Tenant,
  planned: Plan,
  context: TryContext,
  { admin, made, settle, talk }: Settling,
): Promise<Tried> {
  const { namespace, identity } = tenant;
  const { limits } = context;
  let before = await namespaceState(admin, namespace, limits);
  for (let round = 1; ; round += 1) {
    const { compliant, probes } = await tryProbes(tenant, planned, context);
    if (round === 1) await pause(settle - (performance.now() - made) / 1000, limits.signal);
    const after = await namespaceState(admin, namespace, limits);
    const settled = before === undefined || after === undefined || sameState(before, after);
    if (settled || round === mostRounds || limits.signal.aborted) {
      const podSecurity = podSecurityLabels(after ?? before ?? nothing);
      const vantage = { namespace, kind: "fresh", identity, podSecurity, compliant } as const;
      return { vantage, probes: settled ? probes : probes.map(unstable) };
    }
    talk(`the site has changed labels or annotations of ${namespace} meanwhile: trying again`);
    before = after;
  }
}

const nothing: NamespaceState = { labels: {}, annotations: {} };

function unstable(result: ProbeResult): ProbeResult {
  if (result.outcome.kind === "not-applicable") return result;
  const message = "the namespace's labels or annotations kept changing while the probes were tried";
  return { ...result, outcome: { kind: "inconclusive", reason: "unstable", message } };
}

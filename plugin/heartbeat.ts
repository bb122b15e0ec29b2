import { runLabels, tenantName } from "#results";
import type { Api } from "./api.ts";
import { type Attempt, type AttemptLimits, attempt } from "./attempt.ts";
import { messageOf } from "./setup-failed.ts";

/** Seconds between two signs of life of a run. */
const interval = 5;

/** Seconds without a sign of life after which a run counts as dead. */
export const deadAfter: number = 3 * interval;

/** The same for a namespace without a lease: its run may just be about to make one. */
export const deadWithoutLease: number = 60;

/** Path of the lease of a run in a namespace, which need not be its own. */
export function leasePath(namespace: string, runId: string): string {
  return `${leasesPath(namespace)}/${tenantName(runId)}`;
}

/** Path of the leases of a namespace. */
export function leasesPath(namespace: string): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
}

/**
 * Gives signs of life for a run by a Lease in a namespace, so that a later run can tell a dead one from one that is
 * at work. Failing to do so does not end the run.
 * @param talk is told once if the run cannot give signs of life
 * @param every seconds between two signs of life
 * @returns a function that stops the heartbeat
 */
export async function startHeartbeat(
  api: Api,
  { runId, namespace }: { readonly runId: string; readonly namespace: string },
  limits: AttemptLimits,
  talk: (sentence: string) => void,
  every: number = interval,
): Promise<() => void> {
  const spec = () => ({
    holderIdentity: tenantName(runId),
    leaseDurationSeconds: deadAfter,
    renewTime: microTime(new Date()),
  });
  const metadata = { name: tenantName(runId), labels: runLabels(runId) };
  const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec: spec() };
  let said = false;
  const complain = (failed: Attempt): void => {
    if (said || failed.kind === "accepted" || limits.signal.aborted) return;
    said = true;
    talk(
      `the run can give no signs of life (${messageOf(failed)}): another run may take this one for dead after ${deadAfter} s`,
    );
  };
  const made = await attempt(api, { method: "POST", path: leasesPath(namespace), body: lease }, limits);
  let beating = false;
  const beat = async () => {
    // a server that is slow already is not given more to do
    if (beating) return;
    beating = true;
    const renewal = { contentType: "application/merge-patch+json", body: { spec: spec() } };
    const request = { method: "PATCH", path: leasePath(namespace, runId), ...renewal } as const;
    complain(await attempt(api, request, limits));
    beating = false;
  };
  complain(made);
  const timer = setInterval(() => void beat(), every * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/** The form of a time with microseconds that leases use. */
function microTime(date: Date): string {
  return date.toISOString().replace(/Z$/, "000Z");
}

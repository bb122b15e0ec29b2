import type { Api } from "./api.ts";
import { type AttemptLimits, attempt } from "./attempt.ts";
import { labelsOf, namespaceOf } from "./run-id.ts";

/** Seconds between two signs of life of a run. */
const interval = 5;

/** Seconds without a sign of life after which a run counts as dead. */
export const deadAfter: number = 3 * interval;

/** Name of the lease in a run's namespace. */
export const leaseName = "dvs-run";

/** Path of the leases of a namespace. */
export function leasesPath(namespace: string): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
}

/**
 * Gives signs of life for a run by a Lease in its namespace, so that a later run can tell a dead one from one that is
 * at work. Failing to do so does not end the run; at worst another run removes its namespace.
 * @returns a function that stops the heartbeat
 */
export async function startHeartbeat(api: Api, runId: string, limits: AttemptLimits): Promise<() => void> {
  const path = leasesPath(namespaceOf(runId));
  const spec = () => ({
    holderIdentity: `dvs-${runId}`,
    leaseDurationSeconds: deadAfter,
    renewTime: microTime(new Date()),
  });
  const lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: leaseName, labels: labelsOf(runId) },
  };
  await attempt(api, { method: "POST", path, body: { ...lease, spec: spec() } }, limits);
  const timer = setInterval(() => {
    const beat = {
      method: "PATCH",
      path: `${path}/${leaseName}`,
      contentType: "application/merge-patch+json",
      body: { spec: spec() },
    } as const;
    void attempt(api, beat, limits);
  }, interval * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/** The form of a time with microseconds that leases use. */
function microTime(date: Date): string {
  return date.toISOString().replace(/Z$/, "000Z");
}

import type { ProbeValues } from "./compliant-pod.ts";

/** An image in a registry that nobody permits: its top-level domain never resolves (RFC 2606). */
const foreignImage = "r7f3a91c2.invalid/x/a:1.0.0";

/** The group that compliant containers run with: above every threshold that is known in the field. */
const highGid = 100_000;

/** The values with which probes are filled; what is the same in every run is filled in here. */
export function probeValues({
  overlays = [],
  ...run
}: Omit<ProbeValues, "foreignImage" | "gid" | "overlays"> &
  Partial<Pick<ProbeValues, "overlays">>): ProbeValues {
  return { ...run, overlays, foreignImage, gid: Math.max(highGid, run.minGid) };
}

/** The name under which a run's objects are sent; opaque, because engines quote it. */
export function objectName(runId: string): string {
  return `p-${runId}`;
}

/** The ServiceAccount of a run's tenants. */
export function tenantName(runId: string): string {
  return `dvs-${runId}`;
}

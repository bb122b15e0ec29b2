/** The names of what a run makes. They hold the run's id and no word that an engine's message could be misread by. */

/** The form of a name that the API takes for a namespace or a ServiceAccount of ours (RFC 1123 label). */
export const nameForm: RegExp = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The namespace that a run makes for itself. */
export function runNamespace(runId: string): string {
  return `dvs-${runId}`;
}

/** The ServiceAccount of a run's tenants, with its Role, RoleBinding and Lease. */
export function tenantName(runId: string): string {
  return `dvs-${runId}`;
}

/** The objects that are tried as dry run. */
export function objectName(runId: string): string {
  return `p-${runId}`;
}

/** The objects that are really stored, so that updates can be tried. */
export function storedName(runId: string): string {
  return `s-${runId}`;
}

/** Labels of everything that a run makes. */
export function runLabels(runId: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/managed-by": "dvs", "dvs-run": runId };
}

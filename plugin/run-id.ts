import { randomBytes } from "node:crypto";

/** A fresh run id: eight hex digits, opaque, so that no engine's message can be misread because of it. */
export function newRunId(): string {
  return randomBytes(4).toString("hex");
}

/** The namespace that a run makes for itself. */
export function namespaceOf(runId: string): string {
  return `dvs-${runId}`;
}

/** The objects of a run that are really stored, so that updates can be tried; opaque as well. */
export function storedName(runId: string): string {
  return `s-${runId}`;
}

/** The run whose namespace this is; `undefined` if no run made it. */
export function runIdOf(namespace: string): string | undefined {
  return /^dvs-([0-9a-f]{8})$/.exec(namespace)?.[1];
}

/** Labels of everything that a run makes. */
export function labelsOf(runId: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/managed-by": "dvs", "dvs-run": runId };
}

/** Annotation of a run's namespace: the tenant namespaces in which the run makes objects too, separated by commas. */
export const tenantNamespaces = "dvs-namespaces";

/** Selects what any run made. */
export const runSelector = "app.kubernetes.io/managed-by=dvs,dvs-run";

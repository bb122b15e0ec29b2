import { randomBytes } from "node:crypto";

/** A fresh run id: eight hex digits, opaque, so that no engine's message can be misread because of it. */
export function newRunId(): string {
  return randomBytes(4).toString("hex");
}

/** The run whose namespace this is; `undefined` if no run made it. */
export function runIdOf(namespace: string): string | undefined {
  return /^dvs-([0-9a-f]{8})$/.exec(namespace)?.[1];
}

/** Annotation of a run's namespace: the tenant namespaces in which the run makes objects too, separated by commas. */
export const tenantNamespaces = "dvs-namespaces";

/** Selects what any run made. */
export const runSelector = "app.kubernetes.io/managed-by=dvs,dvs-run";

import { runLabels, runNamespace, type ServiceAccount } from "#results";
import type { Subject } from "./subject.ts";

/** Stands for the id of a run that never was. */
const runId = "00000000";

/**
 * The namespace that a run makes for itself. What is tried in it must not be exempt from anything, so that only its
 * making is tried here.
 */
export function runNamespaceSubject(
  as: ServiceAccount,
  namespaceLabels: Readonly<Record<string, string>>,
): Subject {
  const labels = { ...namespaceLabels, ...runLabels(runId) };
  const metadata = { name: runNamespace(runId), labels };
  return {
    id: "run-namespace",
    path: "/api/v1/namespaces",
    object: { apiVersion: "v1", kind: "Namespace", metadata },
    as,
  };
}

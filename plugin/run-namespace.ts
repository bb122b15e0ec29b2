import { z } from "zod";
import { runLabels, runNamespace } from "#results";
import type { Api } from "./api.ts";
import { type AttemptLimits, attempt, objectOf } from "./attempt.ts";
import type { Configuration } from "./configuration.ts";
import { tenantNamespaces } from "./run-id.ts";
import { SetupFailed } from "./setup-failed.ts";

/** What policies hang on in a namespace: its labels and annotations. */
export interface NamespaceState {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Makes the namespace of a run, after a dry run of the same.
 * @param limits of the run; the creation itself is not broken off, because nobody could tell then whether it happened
 * @throws SetupFailed if it is refused, or if the run ends before
 */
export async function makeRunNamespace(
  api: Api,
  runId: string,
  { namespaceLabels, namespaces }: Pick<Configuration, "namespaceLabels" | "namespaces">,
  limits: AttemptLimits,
): Promise<void> {
  const labels = { ...namespaceLabels, ...runLabels(runId) };
  // if this run is killed, the next one finds by this what it has to remove there
  const annotations = namespaces.length === 0 ? {} : { [tenantNamespaces]: namespaces.join(",") };
  const metadata = { name: runNamespace(runId), labels, annotations };
  const body = { apiVersion: "v1", kind: "Namespace", metadata };
  const request = { method: "POST", path: "/api/v1/namespaces", body } as const;
  const tried = await attempt(api, { ...request, query: { dryRun: "All" } }, limits);
  if (tried.kind !== "accepted") {
    throw new SetupFailed("the namespace for the probes cannot be created (tried as a dry run)", tried);
  }
  const made = await attempt(api, request, { ...limits, signal: new AbortController().signal });
  // the name is this run's own: if it exists, the connection broke after the first request was heard
  const exists = made.kind === "denied" && made.status.code === 409;
  if (made.kind !== "accepted" && !exists) {
    throw new SetupFailed("the namespace for the probes cannot be created", made);
  }
}

const shape = z.object({
  metadata: z.object({
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
});

/** What the namespace of a run is labelled with now; undefined if that cannot be read. */
export async function namespaceState(
  api: Api,
  namespace: string,
  limits: AttemptLimits,
): Promise<NamespaceState | undefined> {
  const read = await attempt(api, { method: "GET", path: `/api/v1/namespaces/${namespace}` }, limits);
  return shape.safeParse(objectOf(read)).data?.metadata;
}

/** Whether two states are the same, in whatever order their labels stand. */
export function sameState(a: NamespaceState, b: NamespaceState): boolean {
  const text = ({ labels, annotations }: NamespaceState) =>
    JSON.stringify([Object.entries(labels).sort(), Object.entries(annotations).sort()]);
  return text(a) === text(b);
}

/** The labels by which Pod Security is set for a namespace. */
export function podSecurityLabels({ labels }: NamespaceState): Record<string, string> {
  const prefix = "pod-security.kubernetes.io/";
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name.startsWith(prefix)));
}

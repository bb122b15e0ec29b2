import type { JsonObject, Probe } from "#policies";
import { type RunResult, runLabels, type Vantage } from "#results";

/** A rule of RBAC. */
interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The namespace of a run as it was, as far as the result says what it was labelled with. */
export function namespaceManifest(
  { run, configuration }: RunResult,
  { namespace, podSecurity }: Vantage,
): JsonObject {
  const { namespaceLabels } = configuration;
  const own = typeof namespaceLabels === "object" && !Array.isArray(namespaceLabels) ? namespaceLabels : {};
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: namespace, labels: { ...own, ...podSecurity, ...runLabels(run.id) } },
  };
}

/** A ServiceAccount like that of the run: it may do what the probe takes, and nothing else. */
export function tenantManifests(
  probe: Pick<Probe, "resource" | "operation">,
  { runId, namespace, name }: { readonly runId: string; readonly namespace: string; readonly name: string },
): JsonObject[] {
  const metadata = { name, namespace, labels: runLabels(runId) };
  const group = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: `${group}/v1`,
      kind: "Role",
      metadata,
      rules: rulesFor(probe).map(({ apiGroups, resources, verbs }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        verbs: [...verbs],
      })),
    },
    {
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: group, kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}

/** What a probe takes; kubectl also reads what it patches. */
export function rulesFor({ resource, operation }: Pick<Probe, "resource" | "operation">): Rule[] {
  const update = operation === "UPDATE" ? ["get", "patch"] : [];
  switch (resource) {
    case "Pod":
      return [{ apiGroups: [""], resources: ["pods"], verbs: ["create", ...update] }];
    case "Pod/ephemeralcontainers":
      return [
        { apiGroups: [""], resources: ["pods"], verbs: ["create", "get"] },
        { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["get", "patch"] },
      ];
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return [
        { apiGroups: ["apps"], resources: [`${resource.toLowerCase()}s`], verbs: ["create", ...update] },
      ];
    case "Job":
    case "CronJob":
      return [{ apiGroups: ["batch"], resources: [`${resource.toLowerCase()}s`], verbs: ["create"] }];
  }
}

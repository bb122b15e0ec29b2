import type { JsonObject } from "#policies";

const group = "rbac.authorization.k8s.io";
const roleOf = (constraint: string) => `system:openshift:scc:${constraint}`;

/** The role that OpenShift ships for each of its stock constraints: whoever has it may use the constraint. */
export function useOf(constraint: string): JsonObject {
  return {
    apiVersion: `${group}/v1`,
    kind: "ClusterRole",
    metadata: { name: roleOf(constraint) },
    rules: [
      {
        apiGroups: ["security.openshift.io"],
        resources: ["securitycontextconstraints"],
        resourceNames: [constraint],
        verbs: ["use"],
      },
    ],
  };
}

/** Lets a group use a constraint everywhere, as `oc adm policy add-scc-to-group` does. */
export function usedBy(constraint: string, subject: string): JsonObject {
  return {
    apiVersion: `${group}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: roleOf(constraint) },
    roleRef: { apiGroup: group, kind: "ClusterRole", name: roleOf(constraint) },
    subjects: [{ apiGroup: group, kind: "Group", name: subject }],
  };
}

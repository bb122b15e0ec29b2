/** A ServiceAccount by its place and name. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** The ServiceAccount as which Kubernetes makes the pods of a Deployment. */
export const replicaSetController: ServiceAccount = {
  namespace: "kube-system",
  name: "replicaset-controller",
};

/** A ServiceAccount as a user. */
export function userOf({ namespace, name }: ServiceAccount): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** The groups that a token of a ServiceAccount brings. */
export function groupsOf({ namespace }: Pick<ServiceAccount, "namespace">): readonly string[] {
  return ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"];
}

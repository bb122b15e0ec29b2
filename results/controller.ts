/** The user as whom Kubernetes makes the pods of a Deployment. */
export const controllerUser = "system:serviceaccount:kube-system:replicaset-controller";

/** Its groups. */
export const controllerGroups: readonly string[] = [
  "system:serviceaccounts",
  "system:serviceaccounts:kube-system",
  "system:authenticated",
];

/** A namespace in which is probed, and who probes there. */
export interface Place {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The user that sends the probes, e.g. `system:serviceaccount:team-a:dvs`. */
  readonly user: string;
  readonly groups: readonly string[];
  /** OpenShift's security context constraints that this user's roles let it use, `*` for all. */
  readonly constraints?: readonly string[];
}

/** The namespace's labels as selectors see them: the API server adds its name. */
export function namespaceLabels({ namespace, labels }: Place): Readonly<Record<string, string>> {
  return { ...labels, "kubernetes.io/metadata.name": namespace };
}

/** How distributions of Kubernetes show: by an API group of theirs, or by the suffix of the server's version. */
const marks: readonly { readonly name: string; readonly group?: RegExp; readonly version?: RegExp }[] = [
  { name: "OpenShift", group: /^config\.openshift\.io$/ },
  { name: "RKE2", version: /\+rke2/ },
  { name: "K3s", version: /\+k3s/ },
  { name: "GKE", version: /-gke\./ },
  { name: "EKS", version: /-eks-/ },
  { name: "AKS", group: /^azmon\.container\.insights$/ },
  { name: "VMware Tanzu", version: /\+vmware/, group: /\.tanzu\.vmware\.com$/ },
  { name: "Talos", group: /\.talos\.dev$/ },
];

/** The distribution of a cluster; plain Kubernetes where nothing says otherwise. */
export function distributionOf(version: string, groups: readonly string[]): string {
  const found = marks.find(
    (mark) =>
      mark.version?.test(version) === true || groups.some((group) => mark.group?.test(group) === true),
  );
  return found?.name ?? "Kubernetes";
}

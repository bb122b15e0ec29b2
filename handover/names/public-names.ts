/**
 * Names that say which software a cluster runs, not whose cluster it is. They are evidence (who refused, which label
 * exempts) and stay readable.
 */

/** Domains under which projects and vendors name webhooks, labels, API groups and provisioners. */
const domains: readonly string[] = [
  "kubernetes.io",
  "k8s.io",
  "x-k8s.io",
  "kyverno.io",
  "gatekeeper.sh",
  "kubewarden.io",
  "kubewarden.admission",
  "stackrox.io",
  "neuvector.com",
  "openshift.io",
  "istio.io",
  "linkerd.io",
  "cilium.io",
  "projectcalico.org",
  "cert-manager.io",
  "rancher.io",
  "cattle.io",
  "k3s.io",
  "coreos.com",
  "networking.gke.io",
  "csi.aws.com",
  "csi.azure.com",
  "csi.storage.gke.io",
  "csi.vsphere.vmware.com",
  "csi.openstack.org",
  "csi.ceph.com",
  "csi.trident.netapp.io",
  "csi.linbit.com",
  "driver.longhorn.io",
  "dvs.example",
];

/** Registries of which the host says nothing about a site; the path behind them may. */
const registries: readonly string[] = [
  "docker.io",
  "index.docker.io",
  "registry.k8s.io",
  "k8s.gcr.io",
  "gcr.io",
  "ghcr.io",
  "quay.io",
  "mcr.microsoft.com",
  "public.ecr.aws",
  "registry.access.redhat.com",
  "registry.redhat.io",
];

/** A registry that only the Kubernetes project fills: its paths are public too. */
const projectRegistries: readonly string[] = ["registry.k8s.io", "k8s.gcr.io"];

/** Namespaces of engines, in which are no services but theirs. */
const engineNamespaces: readonly string[] = [
  "kyverno",
  "gatekeeper-system",
  "kubewarden",
  "neuvector",
  "cattle-neuvector-system",
  "stackrox",
  "rhacs-operator",
];

/** Namespaces that Kubernetes, engines and add-ons bring along. */
const namespaces: readonly string[] = [
  ...engineNamespaces,
  "default",
  "kube-system",
  "kube-public",
  "kube-node-lease",
  "sonobuoy",
  "cattle-system",
  "cert-manager",
  "istio-system",
  "linkerd",
  "calico-system",
  "tigera-operator",
  "cilium",
  "longhorn-system",
  "rook-ceph",
  "ingress-nginx",
  "monitoring",
];

/** An image that our own probes name; its domain resolves nowhere (RFC 2606). */
const foreignHost = "r7f3a91c2.invalid";

/** Kyverno's webhooks, which end like a service of its namespace. */
const kyvernoWebhook =
  /^(?:[a-z]+\.)?(?:validate|mutate)(?:-[a-z]+)?\.kyverno\.svc(?:-(?:fail|ignore|finegrained)[a-z-]*)?$/;

/** Whether a dotted name is one of a project or vendor, e.g. `pod-security.kubernetes.io`, `validate.kyverno.svc-fail`. */
export function isPublicDomain(name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === foreignHost || kyvernoWebhook.test(lower)) return true;
  return domains.some((domain) => lower === domain || lower.endsWith(`.${domain}`));
}

/** Whether a registry's host says nothing about a site. */
export function isPublicRegistry(host: string): boolean {
  return registries.includes(host.toLowerCase()) || host.toLowerCase() === foreignHost;
}

/** Whether everything in a registry is public. */
export function isProjectRegistry(host: string): boolean {
  return projectRegistries.includes(host.toLowerCase()) || host.toLowerCase() === foreignHost;
}

/** Whether a namespace has its name from the software in it. */
export function isPublicNamespace(name: string): boolean {
  return namespaces.includes(name) || /^openshift(?:-[a-z-]+)?$/.test(name);
}

/** Whether everything in a namespace is an engine's own. */
export function isEngineNamespace(name: string): boolean {
  return engineNamespaces.includes(name);
}

/** Segments of an image's path that everybody has: Docker Hub's own folder, and the name of our own image. */
const segments: readonly string[] = ["library", "dvs"];

/**
 * Whether a segment of an image's path says nothing about whose image it is. The name of our own image is also how the
 * names of our own rules begin, which must stay readable in messages.
 */
export function isPublicSegment(segment: string): boolean {
  return segments.includes(segment);
}

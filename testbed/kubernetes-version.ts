import type { GoModuleSource } from "./go-module.ts";

/** The minor versions of Kubernetes that a site can have. */
export const supportedVersions = ["1.26", "1.29", "1.32", "1.36", "1.37"] as const;

/** A minor version of Kubernetes that a site can have. */
export type KubernetesVersion = (typeof supportedVersions)[number];

/**
 * The version of a site that asks for none, and of the controller manager at every site: it serves API servers from 1.26
 * to 1.37 (tried: namespaces, service accounts, quotas, root CA, garbage collection, aggregated roles), and some of the
 * older ones need modules that are not offered any more.
 */
export const defaultKubernetes: KubernetesVersion = "1.36";

/** What is different about one version. */
interface VersionTraits extends GoModuleSource {
  /** Flags that its kube-apiserver needs beside those that all versions get. */
  readonly flags: readonly string[];
}

// Until 1.30 cloud providers are compiled in unless this tag leaves them out; some of their modules are not offered any
// more.
const withoutClouds = ["providerless"];

// ValidatingAdmissionPolicy is beta from 1.28 on, off unless asked for, and stable from 1.30 on.
const betaAdmissionPolicies = [
  "--feature-gates=ValidatingAdmissionPolicy=true",
  "--runtime-config=admissionregistration.k8s.io/v1beta1=true",
];

/** The versions by name. All understand the same audit policy and admission configuration. */
export const kubernetesVersions: Readonly<Record<KubernetesVersion, VersionTraits>> = {
  "1.26": { module: "go/1.26", tags: withoutClouds, flags: [] },
  "1.29": { module: "go/1.29", tags: withoutClouds, flags: betaAdmissionPolicies },
  "1.32": { module: "go/1.32", tags: [], flags: [] },
  "1.36": { module: "go", tags: [], flags: [] },
  "1.37": { module: "go/1.37", tags: [], flags: [] },
};

import type { Json, Parameters, PodOverlay } from "#policies";
import type { Outcome, ProbeResult } from "./outcome.ts";

/** A fact about a site, or why it is not known. Not readable is never the same as absent. */
export type Fact<T> = { readonly value: T } | { readonly unknown: string };

/** Counts of equal values, e.g. of OS images over all nodes. */
export type Counts = Readonly<Record<string, number>>;

/** The nodes of a site, counted, without names. */
export interface NodeFacts {
  readonly count: number;
  readonly osImages: Counts;
  readonly kernels: Counts;
  readonly runtimes: Counts;
  readonly architectures: Counts;
  /** Sum over all nodes, CPU in cores, memory in bytes. */
  readonly capacity: { readonly cpu: number; readonly memory: number };
}

/** A storage class: its name and who provides the storage. */
export interface StorageClassFact {
  readonly name: string;
  readonly provisioner: string;
}

/** Something installed that can refuse or change pods. */
export interface EngineFact {
  /** The same names as in a refusal's engine. */
  readonly name: string;
  readonly version?: string;
  /** Webhooks that see pods, with what happens while their engine is down. */
  readonly webhooks?: readonly { readonly name: string; readonly failurePolicy: string }[];
  /** Policies that apply to pods, as far as they can be listed. */
  readonly policies?: readonly string[];
  /** Those of its policies that see pods and refuse none: they only report (audit, warn, dryrun). */
  readonly reporting?: readonly string[];
  /** The same by the id of the catalogue's policy that they mean, as far as their names and texts tell. */
  readonly reportingOn?: Readonly<Record<string, readonly string[]>>;
}

/** What is known about a site. */
export interface SiteFacts {
  /** uid of the kube-system namespace, or a hash of the API server's CA or URL where that is not readable. */
  readonly id: string;
  readonly idSource: "kube-system-uid" | "api-server-ca" | "api-server-url";
  readonly kubernetesVersion: Fact<string>;
  readonly distribution: Fact<string>;
  readonly nodes: Fact<NodeFacts>;
  readonly storageClasses: Fact<readonly StorageClassFact[]>;
  readonly engines: Fact<readonly EngineFact[]>;
}

/** Something that an engine's configuration leaves out of its checks, and that concerns a namespace or its tenant. */
export interface Exemption {
  /** The same names as in a refusal's engine. */
  readonly engine: string;
  /** Ids of the catalogue's policies that are concerned; absent if everything is that the engine checks. */
  readonly policies?: readonly string[];
  /** Where it stands and what it says, in English, e.g. `namespaceSelector of the binding dvs-sysctls: team NotIn (a)`. */
  readonly says: string;
}

/** A namespace in which was probed. */
export interface Vantage {
  readonly namespace: string;
  /** `fresh`: made for this run; `tenant`: an existing one that the operator named. */
  readonly kind: "fresh" | "tenant";
  /** How the probes were sent as a tenant. */
  readonly identity: "token" | "impersonation" | "none";
  /** The Pod Security labels of the namespace. */
  readonly podSecurity: Readonly<Record<string, string>>;
  /** What became of the compliant pod; `admitted` or `mutated` is what a site owes its tenants. */
  readonly compliant: Outcome;
  /** What had to be merged into the compliant pod until the namespace admitted it (`alternatives` of the catalogue). */
  readonly alternative?: { readonly id: string; readonly overlay: PodOverlay };
  /** What the configuration of engines shows to be exempt here, as far as it may be read. */
  readonly exemptions: readonly Exemption[];
}

/** Everything that one run of the plugin says. */
export interface RunResult {
  readonly tool: { readonly name: string; readonly version: string };
  readonly run: {
    readonly id: string;
    /** ISO 8601, UTC. */
    readonly started: string;
    readonly finished: string;
    /** Why the run is cut short; absent if it is complete. */
    readonly cutShort?: string;
  };
  readonly site: SiteFacts;
  readonly profile: {
    readonly id: string;
    readonly version: string;
    readonly parameters: Readonly<Record<string, Parameters>>;
  };
  /** The configuration that was used, with what was assumed where nothing was said. */
  readonly configuration: Readonly<Record<string, Json>>;
  readonly vantages: readonly Vantage[];
  readonly probes: readonly ProbeResult[];
}

import { KubeConfig } from "@kubernetes/client-node";
import {
  defaultProfile,
  type JsonObject,
  type PolicyId,
  type Profile,
  policies,
  probeObject,
  probesIn,
  probeValues,
  versionReason,
} from "#policies";
import { parameterConfigMap } from "../enforcement/parameters.ts";
import { validatingAdmissionPolicy } from "../enforcement/validating-admission-policy.ts";
import { type ApiAnswer, apiOf } from "../plugin/api.ts";
import {
  apply,
  type EngineName,
  type KubernetesVersion,
  type PodSecurityLevel,
  type Site,
  type Testbed,
  until,
} from "../testbed/index.ts";

/** A kind of site that the demo and the tests start: a real API server, and what enforces policies there. */
export interface SiteKind {
  readonly id: string;
  /** An invented place: no real institution may stand beside an invented result. */
  readonly place: string;
  readonly podSecurityDefault?: PodSecurityLevel;
  /** The policy engines that are installed before the manifests are applied; they take a cluster with a node. */
  readonly engines?: readonly EngineName[];
  readonly manifests: readonly JsonObject[];
  /** Files of an engine's own module, or a chart, that are applied too, as published: rules that are not ours. */
  readonly published?: { readonly engine: EngineName } & (
    | { readonly files: readonly string[] }
    | { readonly chart: string; readonly values: Readonly<Record<string, string>> }
  );
  /** What its operator types when everything is applied. */
  readonly typed?: readonly string[];
  /** What takes back what was typed, where the engine outlives the kind. */
  readonly typedBack?: readonly string[];
  /** Whether the engines are killed in the middle of a run. */
  readonly dies?: true;
  /** A policy's rule, broken so that it refuses nothing: applied over the one of the same name. */
  readonly broken?: (policy: PolicyId) => readonly JsonObject[];
  /** The profile whose policies the site is about; the usual one if it is absent. */
  readonly profile?: Profile;
  /** Whether an answer to a violating pod shows that the site's policies are at work. */
  readonly atWork: (answer: ApiAnswer) => boolean;
  /** The policies by whose violations that is found out; all unless told. */
  readonly shownBy?: readonly PolicyId[];
}

const refused = ({ code }: ApiAnswer) => code === 422 || code === 403;

/** Refuses every pod, whatever it is. */
const refuseEverything: readonly JsonObject[] = [
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "maintenance" },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      validations: [{ expression: "false", message: "maintenance: no new pods" }],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "maintenance" },
    spec: { policyName: "maintenance", validationActions: ["Deny"] },
  },
];

/**
 * The five kinds of site of the demo, where images may come from this registry only.
 * @param profile the policies that the sites enforce, if they do
 */
export function siteKindsFor(registry: string, profile: Profile = defaultProfile): readonly SiteKind[] {
  const all = profile.policies.map((id) => policies[id]);
  const parameters = parameterConfigMap(all, {
    ...profile.parameters,
    "restrict-image-registries": { allowedRegistries: [registry] },
  });
  const kinds: readonly SiteKind[] = [
    { id: "none", place: "Niemandsheim", manifests: [], atWork: ({ code }) => code === 201 },
    {
      id: "vap",
      place: "Musterstadt",
      manifests: [parameters, ...all.flatMap((policy) => validatingAdmissionPolicy(policy, "enforce"))],
      atWork: refused,
    },
    {
      id: "psa-restricted",
      place: "Beispielkreis",
      podSecurityDefault: "restricted",
      manifests: [],
      atWork: () => true,
    },
    {
      id: "warn",
      place: "Probehausen",
      manifests: [parameters, ...all.flatMap((policy) => validatingAdmissionPolicy(policy, "warn"))],
      atWork: ({ warnings }) => warnings.some((text) => text.includes("ValidatingAdmissionPolicy")),
    },
    { id: "deny-all", place: "Zuburg", manifests: refuseEverything, atWork: refused },
  ];
  return kinds.map((kind) => ({ ...kind, profile }));
}

/** The only registry from which the demo's sites permit images. */
export const demoRegistry = "registry.k8s.io";

/** The image that the demo's sites permit. */
export const demoImage: string = `${demoRegistry}/pause:3.10`;

/** The kinds of site whose registry is that of {@link demoImage}. */
export const siteKinds: readonly SiteKind[] = siteKindsFor(demoRegistry);

/**
 * Starts a site of a kind and waits until every one of its policies is at work.
 * @param kubernetes the version, if it is not the usual one
 */
export async function startSiteKind(
  testbed: Testbed,
  kind: SiteKind,
  kubernetes?: KubernetesVersion,
): Promise<Site> {
  const { id, podSecurityDefault } = kind;
  const site = await testbed.startSite({
    name: kubernetes === undefined ? id : `${id}-${kubernetes.replace(".", "-")}`,
    ...(kubernetes !== undefined && { kubernetes }),
    ...(podSecurityDefault !== undefined && { podSecurityDefault }),
  });
  await apply(site, kind.manifests);
  await everyPolicyAtWork(site, kind, demoImage, kubernetes);
  return site;
}

/**
 * Waits until every policy of a kind is at work in the namespace `default`: API servers take up new policies one by one
 * and some time after they were stored.
 * @param image one that the site permits
 * @param serverVersion its minor version, if it is not the usual one
 * @throws Error after a minute, naming the policy
 */
export async function everyPolicyAtWork(
  site: Pick<Site, "name" | "kubeconfig">,
  kind: SiteKind,
  image: string,
  serverVersion = "",
): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  const api = apiOf(config, "dvs-demo");
  const run = { name: "p-settle", namespace: "default", serviceAccount: "default", image };
  const values = probeValues({ ...run, minGid: 1000 });
  try {
    const profile = kind.profile ?? defaultProfile;
    for (const id of kind.shownBy ?? profile.policies) {
      // some violations cannot be seen on older servers
      const violation = probesIn(profile, id).find(
        (probe) =>
          probe.weight === "must" && probe.expect === "reject" && !versionReason(probe, serverVersion),
      );
      if (violation?.resource !== "Pod") continue;
      await until(
        `${id} is at work at ${site.name}`,
        async () => {
          const path = "/api/v1/namespaces/default/pods";
          const request = {
            method: "POST",
            path,
            query: { dryRun: "All" },
            body: probeObject(violation, values),
          } as const;
          return kind.atWork(await api.send(request, AbortSignal.timeout(5000)));
        },
        { timeoutSeconds: 60 },
      );
    }
  } finally {
    api.close();
  }
}

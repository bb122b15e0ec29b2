import { KubeConfig } from "@kubernetes/client-node";
import { type JsonObject, policies, policyIds, probeObject, probesOf, probeValues } from "#policies";
import { parameterConfigMap, validatingAdmissionPolicy } from "../enforcement/validating-admission-policy.ts";
import { type ApiAnswer, apiOf } from "../plugin/api.ts";
import { apply, type PodSecurityLevel, type Site, type Testbed, until } from "../testbed/index.ts";

/** A kind of site that the demo and the tests start: a real API server, and what enforces policies there. */
export interface SiteKind {
  readonly id: string;
  /** An invented place: no real institution may stand beside an invented result. */
  readonly place: string;
  readonly podSecurityDefault?: PodSecurityLevel;
  readonly manifests: readonly JsonObject[];
  /** Whether an answer to a violating pod shows that the site's policies are at work. */
  readonly atWork: (answer: ApiAnswer) => boolean;
}

const all = policyIds.map((id) => policies[id]);
const parameters = parameterConfigMap(all, {
  "restrict-image-registries": { allowedRegistries: ["registry.k8s.io"] },
});
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

/** The five kinds of site of the demo. */
export const siteKinds: readonly SiteKind[] = [
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

/** The image that the demo's sites permit. */
export const demoImage = "registry.k8s.io/pause:3.10";

/** Starts a site of a kind and waits until every one of its policies is at work. */
export async function startSiteKind(testbed: Testbed, kind: SiteKind): Promise<Site> {
  const { id: name, podSecurityDefault } = kind;
  const site = await testbed.startSite({
    name,
    ...(podSecurityDefault !== undefined && { podSecurityDefault }),
  });
  await apply(site, kind.manifests);
  await everyPolicyAtWork(site, kind);
  return site;
}

/** API servers take up new policies one by one and some time after they were stored. */
async function everyPolicyAtWork(site: Site, kind: SiteKind): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(site.kubeconfig);
  const api = apiOf(config, "dvs-demo");
  const values = probeValues({
    name: "p-settle",
    namespace: "default",
    serviceAccount: "default",
    image: demoImage,
    minGid: 1000,
  });
  try {
    for (const policy of all) {
      const [lead] = probesOf(policy).filter(
        ({ id, weight }) => weight === "must" && id.endsWith(`/${policy.lead}`),
      );
      if (lead === undefined) continue;
      await until(
        `${policy.id} is at work at ${site.name}`,
        async () => {
          const path = "/api/v1/namespaces/default/pods";
          const body = probeObject(lead, values);
          return kind.atWork(
            await api.send(
              { method: "POST", path, query: { dryRun: "All" }, body },
              AbortSignal.timeout(5000),
            ),
          );
        },
        { timeoutSeconds: 60 },
      );
    }
  } finally {
    api.close();
  }
}

import {
  defaultProfile,
  type PolicyId,
  type Probe,
  parametersOf,
  policies,
  probesOf,
  profiles,
} from "#policies";
import type { Outcome, RunResult, SiteFacts, Vantage } from "#results";

/** How an invented site behaves towards a policy. */
export type Behaviour =
  | "enforced"
  | "stricter"
  | "looser"
  | "partly"
  | "probable"
  | "warned"
  | "open"
  | "webhook-down"
  | "mutated"
  | "fail-open"
  | "not-applicable"
  | "missing";

/** A tenant's namespace of an invented site. */
export interface InventedTenant {
  readonly namespace: string;
  readonly all: Behaviour;
  readonly but?: Partial<Readonly<Record<PolicyId, Behaviour>>>;
  readonly more?: Partial<Vantage>;
}

/** An invented site; behaviours that are not named are those of `all`. */
export interface InventedSite {
  readonly name: string;
  readonly id: string;
  readonly engine: string;
  readonly all: Behaviour;
  readonly but?: Partial<Readonly<Record<PolicyId, Behaviour>>>;
  readonly kubernetes?: string;
  readonly run?: Partial<RunResult["run"]>;
  readonly facts?: Partial<SiteFacts>;
  readonly configuration?: RunResult["configuration"];
  readonly parameters?: RunResult["profile"]["parameters"];
  /** Behaviour in a second namespace. */
  readonly tenant?: InventedTenant;
  /** Behaviour in further namespaces. */
  readonly tenants?: readonly InventedTenant[];
  /** More about the fresh namespace. */
  readonly fresh?: Partial<Vantage>;
}

const messages: Readonly<Record<string, (policy: string, says: string) => string>> = {
  kyverno: (policy) =>
    `admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Pod/dvs-7f3a/p-7f3a was blocked due to the following policies \n\n${policy}:\n  autogen-check: 'validation error: rule check failed at path /spec/containers/0/'`,
  gatekeeper: (policy, says) =>
    `admission webhook "validation.gatekeeper.sh" denied the request: [${policy}] container <main> is not allowed: ${says}`,
  "validating-admission-policy": (policy, says) =>
    `pods "p-7f3a" is forbidden: ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: ${says}`,
  "pod-security": (_, says) =>
    `pods "p-7f3a" is forbidden: violates PodSecurity "restricted:latest": ${says}`,
};

/** The run of an invented site. */
export function inventedRun(site: InventedSite): RunResult {
  const profile = profiles["dvs-poc-2022"];
  if (profile === undefined) throw new Error("the profile is part of the catalogue");
  const fresh: Vantage = {
    namespace: `dvs-${site.id.slice(0, 8)}`,
    kind: "fresh",
    identity: "token",
    podSecurity: {},
    compliant: { kind: "admitted" },
    exemptions: [],
    ...site.fresh,
  };
  const tenants = [...(site.tenant === undefined ? [] : [site.tenant]), ...(site.tenants ?? [])];
  return {
    tool: { name: "dvs", version: "0.1.0" },
    run: {
      id: site.id.slice(0, 8),
      started: "2026-03-02T08:00:00.000Z",
      finished: "2026-03-02T08:01:30.000Z",
      ...site.run,
    },
    site: {
      id: site.id,
      idSource: "kube-system-uid",
      kubernetesVersion: { value: site.kubernetes ?? "v1.35.2" },
      distribution: { value: "Kubernetes" },
      nodes: {
        value: {
          count: 4,
          osImages: { "Flatcar Container Linux": 3, "Debian GNU/Linux 13": 1 },
          kernels: { "6.12.4": 4 },
          runtimes: { "containerd://2.1.0": 4 },
          architectures: { amd64: 4 },
          capacity: { cpu: 32, memory: 137438953472 },
        },
      },
      storageClasses: { value: [{ name: "standard", provisioner: "csi.example.org" }] },
      engines: {
        value: [
          {
            name: site.engine,
            version: "1.19.1",
            webhooks: [{ name: "validate.example", failurePolicy: "Fail" }],
          },
        ],
      },
      ...site.facts,
    },
    profile: {
      id: profile.id,
      version: profile.version,
      parameters: Object.fromEntries(
        defaultProfile.policies.map((id) => [id, parametersOf(id, profile, site.parameters)]),
      ),
    },
    configuration: {
      probes: "core",
      image: "registry.musterstadt.example/dvs/dvs:0.1.0",
      allowedRegistries: ["registry.musterstadt.example"],
      allowedRegistriesAssumed: true,
      siteName: site.name,
      appArmor: site.but?.["restrict-apparmor"] === "not-applicable" ? "absent" : "present",
      ...site.configuration,
    },
    vantages: [
      fresh,
      ...tenants.map(({ namespace, more }): Vantage => ({ ...fresh, namespace, kind: "tenant", ...more })),
    ],
    probes: [
      ...probesAt(fresh.namespace, site, (id) => site.but?.[id] ?? site.all),
      ...tenants.flatMap(({ namespace, all, but = {} }) => probesAt(namespace, site, (id) => but[id] ?? all)),
    ],
  };
}

function probesAt(
  namespace: string,
  site: InventedSite,
  behaviourOf: (policy: PolicyId) => Behaviour,
): RunResult["probes"] {
  return defaultProfile.policies.flatMap((id) => {
    const behaviour = behaviourOf(id);
    if (behaviour === "missing") return [];
    const core = probesOf(policies[id]).filter(({ set }) => set === "core");
    const must = core.filter(({ weight }) => weight === "must").map((probe) => probe.id);
    const edges = behaviour === "stricter" ? edgesOf(policies[id]) : [];
    return [...core, ...edges].map((probe) => ({
      probe: probe.id,
      policy: id,
      vantage: namespace,
      says: probe.says.en,
      expect: probe.expect,
      weight: probe.weight,
      set: probe.set,
      control: probe.control,
      patch: probe.patch.map((step) => ({ ...step })),
      outcome: outcomeOf(behaviour, probe, must.indexOf(probe.id), site.engine),
      seconds: 0.012,
    }));
  });
}

function edgesOf(policy: (typeof policies)[PolicyId]): Probe[] {
  return probesOf(policy)
    .filter(({ expect, weight }) => expect === "admit" && weight !== "info")
    .slice(0, 1);
}

function outcomeOf(behaviour: Behaviour, probe: Probe, must: number, engine: string): Outcome {
  const message = (messages[engine] ?? messages["pod-security"])?.(probe.policy, probe.says.en) ?? "";
  const by = { engine, policy: probe.policy, ...(engine === "kyverno" && { rule: "autogen-check" }) };
  const refused: Outcome = { kind: "refused", by, message, attribution: "both" };
  if (probe.expect === "admit" && (behaviour === "enforced" || behaviour === "fail-open"))
    return { kind: "admitted" };
  switch (behaviour) {
    case "enforced":
    case "stricter":
      return refused;
    case "looser":
      return probe.weight === "should" || probe.expect === "admit" ? { kind: "admitted" } : refused;
    case "partly":
      return must === 0 || probe.expect === "admit" ? { kind: "admitted" } : refused;
    case "probable":
      return probe.expect === "admit" ? { kind: "admitted" } : { ...refused, attribution: "probable" };
    case "warned":
      return { kind: "warned", message: `would violate PodSecurity "restricted:latest": ${probe.says.en}` };
    case "open":
      return { kind: "admitted" };
    case "webhook-down":
      return {
        kind: "inconclusive",
        reason: "webhook-failure",
        message:
          'Internal error occurred: failed calling webhook "validate.kyverno.svc-fail": failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/validate?timeout=10s": dial tcp 10.96.12.7:443: connect: connection refused',
      };
    case "mutated":
      return {
        kind: "mutated",
        changes: [
          { op: "replace", path: "/spec/containers/0/securityContext/readOnlyRootFilesystem", value: true },
        ],
      };
    case "fail-open":
      return { ...refused, by: { ...by, webhook: "validate.example", failOpen: true } };
    case "not-applicable":
      return { kind: "not-applicable", reason: "declared" };
    case "missing":
      throw new Error("nothing is tried");
  }
}

/** A site that refuses everything with one text. */
export function refusingRun(site: InventedSite): RunResult {
  const run = inventedRun(site);
  const message =
    'admission webhook "gate.example.org" denied the request: cost centre label is missing on every pod';
  const refused: Outcome = {
    kind: "refused",
    by: { engine: "webhook", webhook: "gate.example.org" },
    message,
    attribution: "probable",
  };
  return {
    ...run,
    vantages: run.vantages.map((vantage) => ({ ...vantage, compliant: refused })),
    probes: run.probes.map((probe) => ({
      ...probe,
      outcome: { kind: "control-refused", message } as const,
    })),
  };
}

/** A site with five namespaces, of which one could not be probed and one is exempt. */
export const severalNamespaces: InventedSite = {
  name: "Dreiburgen",
  id: "70d19385-c284-4a71-a1cc-808080808080",
  engine: "kyverno",
  all: "enforced",
  but: { "require-limits-and-requests": "open", "restrict-sysctls": "open" },
  configuration: {
    namespaces: ["buergerportal", "fachverfahren", "melderegister-integration-und-abnahme", "wartung"],
    podOverlay: {
      metadata: { labels: { "kostenstelle.musterstadt.example/nummer": "4711" } },
      spec: { imagePullSecrets: [{ name: "registry" }], priorityClassName: "standard" },
    },
  },
  tenants: [
    {
      namespace: "buergerportal",
      all: "enforced",
      but: { "require-limits-and-requests": "partly", "restrict-sysctls": "open" },
      more: { podSecurity: { "pod-security.kubernetes.io/enforce": "baseline" } },
    },
    {
      namespace: "fachverfahren",
      all: "open",
      more: {
        exemptions: [
          {
            engine: "kyverno",
            says: "resourceFilters of the ConfigMap kyverno/kyverno: [Pod,fachverfahren,*]",
          },
        ],
        alternative: {
          id: "explicit-uid",
          overlay: { spec: { securityContext: { runAsUser: 100_000 } } },
        },
      },
    },
    {
      namespace: "melderegister-integration-und-abnahme",
      all: "enforced",
      but: { "require-limits-and-requests": "open", "restrict-sysctls": "open" },
      more: { identity: "impersonation" },
    },
  ],
};

/** Eight invented sites that together have every verdict. */
export const inventedSites: readonly InventedSite[] = [
  {
    name: "Musterstadt",
    id: "0f6a2c1e-5b1d-4f0a-9a55-101010101010",
    engine: "kyverno",
    all: "enforced",
    but: {
      "require-ro-rootfs": "mutated",
      "restrict-sysctls": "stricter",
      "require-non-root-groups": "looser",
    },
  },
  {
    name: "Beispielkreis",
    id: "1a7b3d2f-6c2e-4a1b-8b66-202020202020",
    engine: "gatekeeper",
    all: "enforced",
    kubernetes: "v1.34.5",
    but: {
      "require-ro-rootfs": "open",
      "imagepullpolicy-always": "fail-open",
      "require-limits-and-requests": "partly",
    },
  },
  {
    name: "Probestadt",
    id: "2b8c4e30-7d3f-4b2c-9c77-303030303030",
    engine: "pod-security",
    all: "enforced",
    kubernetes: "v1.36.3",
    but: {
      "require-ro-rootfs": "open",
      "require-health-and-liveness-check": "open",
      "require-limits-and-requests": "open",
      "restrict-image-registries": "open",
      "imagepullpolicy-always": "open",
      "restrict-apparmor": "looser",
      "require-non-root-groups": "open",
    },
  },
  {
    name: "Nirgendwo",
    id: "3c9d5f41-8e40-4c3d-8d88-404040404040",
    engine: "pod-security",
    all: "warned",
    kubernetes: "v1.33.9+k3s1",
    but: {
      "require-ro-rootfs": "open",
      "require-health-and-liveness-check": "open",
      "require-limits-and-requests": "open",
      "restrict-image-registries": "open",
      "imagepullpolicy-always": "open",
      "restrict-apparmor": "not-applicable",
    },
    facts: { distribution: { value: "K3s" }, storageClasses: { value: [] } },
  },
  {
    name: "Irgendwo an der Au",
    id: "4dae6052-9f51-4d4e-9e99-505050505050",
    engine: "validating-admission-policy",
    all: "enforced",
    kubernetes: "v1.36.3",
    but: {
      "restrict-image-registries": "probable",
      "disallow-selinux-options": "partly",
      "require-default-proc-mount": "looser",
    },
    tenant: { namespace: "fachverfahren", all: "enforced" },
    parameters: { "require-non-root-groups": { minGid: 100 } },
  },
  {
    name: "Hinterdorf",
    id: "5ebf7163-a062-4e5f-8faa-606060606060",
    engine: "kyverno",
    all: "webhook-down",
    kubernetes: "v1.32.12",
    run: { cutShort: "the run's limit of 600 s was reached" },
    facts: { nodes: { unknown: "nodes is forbidden" } },
  },
  { name: "Vorderwald", id: "6fc08274-b173-4f60-90bb-707070707070", engine: "webhook", all: "open" },
];

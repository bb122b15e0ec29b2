import { type PolicyId, policyIds } from "#policies";
import type { EngineFact, Outcome, RunResult } from "#results";
import type { Archive } from "../aggregator/index.ts";
import { archiveWith } from "../test/aggregator/comparisons.ts";
import {
  type Behaviour,
  type InventedSite,
  inventedRun,
  refusingRun,
} from "../test/aggregator/invented-sites.ts";

/** How many sites are alike: `mix`, as sites are; `different`, no two cells of all sites have the same evidence. */
export type Likeness = "mix" | "different";

/** The archives of so many invented sites; the same for the same numbers. */
export function manySites(count: number, likeness: Likeness = "mix"): Archive[] {
  return Array.from({ length: count }, (_, index) =>
    archiveWith(runOf(index, likeness), `standort-${String(index + 1).padStart(3, "0")}.tar.gz`),
  );
}

interface Kind {
  /** Of a hundred sites. */
  readonly share: number;
  readonly engine: string;
  readonly versions: readonly string[];
  readonly all: Behaviour;
  /** What this kind of site leaves open, and at how many of a hundred such sites. */
  readonly open: Partial<Readonly<Record<PolicyId, number>>>;
  /** In which ways else its policies fall short, at ten of a hundred cells. */
  readonly flaws: readonly Behaviour[];
}

const beyondPodSecurity: Kind["open"] = {
  "require-ro-rootfs": 100,
  "require-health-and-liveness-check": 100,
  "require-limits-and-requests": 80,
  "restrict-image-registries": 100,
  "imagepullpolicy-always": 100,
  "require-non-root-groups": 100,
};

const kinds: readonly Kind[] = [
  {
    share: 28,
    engine: "kyverno",
    versions: ["1.17.3", "1.18.0", "1.19.1"],
    all: "enforced",
    open: { "require-ro-rootfs": 40 },
    flaws: ["partly", "looser", "open", "stricter"],
  },
  {
    share: 17,
    engine: "gatekeeper",
    versions: ["3.22.0", "3.23.1"],
    all: "fail-open",
    open: { "require-health-and-liveness-check": 50 },
    flaws: ["partly", "open", "looser"],
  },
  {
    share: 15,
    engine: "validating-admission-policy",
    versions: [],
    all: "enforced",
    open: { "restrict-apparmor": 20 },
    flaws: ["partly", "probable", "warned"],
  },
  {
    share: 18,
    engine: "pod-security",
    versions: [],
    all: "enforced",
    open: beyondPodSecurity,
    flaws: ["looser", "warned"],
  },
  {
    share: 10,
    engine: "openshift-scc",
    versions: ["4.18", "4.19"],
    all: "enforced",
    open: beyondPodSecurity,
    flaws: ["partly"],
  },
  { share: 7, engine: "pod-security", versions: [], all: "open", open: {}, flaws: ["warned"] },
  { share: 3, engine: "kyverno", versions: ["1.18.0"], all: "webhook-down", open: {}, flaws: [] },
  { share: 2, engine: "webhook", versions: [], all: "open", open: {}, flaws: [] },
];

const kubernetes = ["v1.32.12", "v1.33.9+k3s1", "v1.34.5", "v1.35.2", "v1.36.3"];
const distributions = ["Kubernetes", "K3s", "RKE2", "OpenShift", "Gardener"];
const systems = [
  "Flatcar Container Linux",
  "Debian GNU/Linux 13",
  "Ubuntu 24.04.3 LTS",
  "SUSE Linux Micro 6.1",
];

function runOf(index: number, likeness: Likeness): RunResult {
  const random = numbers(index + 1);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const kind = kindAt(random() * 100);
  const id = `${hex(random)}-${hex(random).slice(0, 4)}-4a1b-8b66-${hex(random)}${hex(random).slice(0, 4)}`;
  const but = Object.fromEntries(
    policyIds.map((policy): [PolicyId, Behaviour] => {
      if (random() * 100 < (kind.open[policy] ?? 0)) return [policy, "open"];
      return [policy, random() < 0.1 ? (pick(kind.flaws) ?? kind.all) : kind.all];
    }),
  );
  const version = pick(kind.versions);
  const engine: EngineFact = {
    name: kind.engine,
    ...(version !== undefined && { version }),
    webhooks: [{ name: `validate.${kind.engine}.example`, failurePolicy: "Fail" }],
  };
  const count = 3 + Math.floor(random() * 40);
  const os = pick(systems) ?? "Linux";
  const finished = new Date(Date.UTC(2026, 2, 2) + Math.floor(random() * 14 * 86_400) * 1000).toISOString();
  const site: InventedSite = {
    name: `Beispielstadt ${index + 1}`,
    id,
    engine: kind.engine,
    all: kind.all,
    but,
    kubernetes: pick(kubernetes) ?? "v1.36.3",
    run: { started: new Date(Date.parse(finished) - 95_000).toISOString(), finished },
    facts: {
      distribution: { value: pick(distributions) ?? "Kubernetes" },
      engines: { value: kind.engine === "pod-security" ? [] : [engine] },
      nodes: {
        value: {
          count,
          osImages: { [os]: count },
          kernels: { "6.12.4": count },
          runtimes: { "containerd://2.1.0": count },
          architectures: { amd64: count },
          capacity: { cpu: count * 16, memory: count * 64 * 2 ** 30 },
        },
      },
    },
    configuration: {
      image: `registry.standort-${index + 1}.example/dvs/dvs:0.1.0`,
      allowedRegistries: [`registry.standort-${index + 1}.example`],
      allowedRegistriesAssumed: false,
    },
  };
  const run = kind.engine === "webhook" ? refusingRun(site) : inventedRun(site);
  const own =
    likeness === "mix" && random() < 0.1 ? ` Questions to platform-${index + 1}@musterstadt.example.` : "";
  return {
    ...run,
    probes: run.probes.map((probe, at) => {
      const more = likeness === "different" ? ` (case ${index}-${at})` : own;
      return { ...probe, outcome: inWordsOf(probe.outcome, run.run.id, more, likeness) };
    }),
  };
}

/** The outcome with the run's own name in its message, as clusters quote it. */
function inWordsOf(outcome: Outcome, runId: string, more: string, likeness: Likeness): Outcome {
  if (likeness === "different" && outcome.kind === "admitted")
    return { kind: "warned", message: `warned${more}` };
  if (!("message" in outcome) || outcome.message === undefined) return outcome;
  return { ...outcome, message: `${outcome.message.replaceAll("7f3a", runId)}${more}` };
}

function kindAt(percent: number): Kind {
  let sum = 0;
  const found = kinds.find(({ share }) => {
    sum += share;
    return percent < sum;
  });
  if (found === undefined) throw new Error("the shares are those of a hundred sites");
  return found;
}

/** Evenly spread numbers from 0 to 1, the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function hex(random: () => number): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}

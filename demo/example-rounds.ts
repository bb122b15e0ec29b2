import { defaultProfile, type PolicyId, policies } from "#policies";
import type { Verdict } from "#results";
import { bundles } from "../enforcement/bundles.ts";
import { validatingAdmissionPolicy } from "../enforcement/validating-admission-policy.ts";
import { deniedBy } from "./engine-sites/denied-by.ts";
import { gatekeeperRules } from "./engine-sites/gatekeeper-reference.ts";
import type { SiteKind } from "./sites.ts";
import { sonobuoyLeftOut, spare } from "./spare.ts";

/** What a site is like in a round, and what has to come out. */
export interface ExampleRound {
  readonly kind: SiteKind;
  /** Written down before the first run. */
  readonly expected: (policy: PolicyId) => Verdict;
}

/** Two rounds at a cluster: the second is what becomes of the first. */
export type ExampleRounds = readonly [ExampleRound, ExampleRound];

/** A site at which nothing changes. */
export function unchanged(kind: SiteKind, expected: ExampleRound["expected"]): ExampleRounds {
  return [
    { kind, expected },
    { kind, expected },
  ];
}

/** A site that enforces everything by ValidatingAdmissionPolicies and loses one of them. */
export function losesRule(vap: SiteKind, lost: PolicyId): ExampleRounds {
  return [
    { kind: vap, expected: () => "enforced" },
    {
      kind: {
        ...vap,
        manifests: [],
        typed: [`kubectl delete validatingadmissionpolicybinding dvs-${lost}`],
        atWork: ({ code }) => code === 201,
        shownBy: [lost],
      },
      expected: (policy) => (policy === lost ? "not-enforced" : "enforced"),
    },
  ];
}

/** What hardly any application needs: with it sites begin that go from warnings to refusals. */
const refusedFirst: readonly PolicyId[] = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "disallow-selinux-options",
  "require-default-proc-mount",
  "restrict-sysctls",
];

/** A site whose ValidatingAdmissionPolicies only warn, and that has some of them refuse. */
export function beginsToRefuse(warn: SiteKind): ExampleRounds {
  const rules = of(refusedFirst).flatMap((policy) => validatingAdmissionPolicy(policy, "enforce"));
  return [
    { kind: warn, expected: () => "warned-only" },
    {
      kind: {
        ...warn,
        manifests: spare(rules, [sonobuoyLeftOut]),
        atWork: deniedBy("ValidatingAdmissionPolicy 'dvs-"),
        shownBy: refusedFirst,
      },
      expected: (policy) => (refusedFirst.includes(policy) ? "enforced" : "warned-only"),
    },
  ];
}

/** What many applications would have to be changed for. */
const reportedStill: readonly PolicyId[] = [
  "require-health-and-liveness-check",
  "require-limits-and-requests",
  "require-non-root-groups",
  "require-ro-rootfs",
  "restrict-image-registries",
];

/** A site whose Gatekeeper only reports, and that has most of its constraints refuse. */
export function reportsLess(dryrun: SiteKind, registry: string): ExampleRounds {
  const refused = defaultProfile.policies.filter((id) => !reportedStill.includes(id));
  return [
    { kind: dryrun, expected: () => "not-enforced" },
    {
      kind: {
        ...dryrun,
        manifests: gatekeeperRules(registry, "enforce", false, of(refused)),
        atWork: deniedBy("validation.gatekeeper.sh"),
        shownBy: refused,
      },
      expected: (policy) => (refused.includes(policy) ? "enforced" : "not-enforced"),
    },
  ];
}

/** Of what Kyverno's own chart has no policy. */
const addedToChart: readonly PolicyId[] = [
  "require-health-and-liveness-check",
  "require-limits-and-requests",
];

/** A site with the policies of Kyverno's chart that adds two of ours. */
export function addsToChart(chart: SiteKind, expected: ExampleRound["expected"]): ExampleRounds {
  return [
    { kind: chart, expected },
    {
      kind: {
        ...chart,
        manifests: bundles.kyverno(of(addedToChart), "enforce", {}),
        atWork: deniedBy("vpol.validate.kyverno.svc-fail"),
        shownBy: addedToChart,
      },
      expected: (policy) => (addedToChart.includes(policy) ? "enforced" : expected(policy)),
    },
  ];
}

/** The nodes on which Kyverno may run are gone: its webhooks stay, and nobody answers there. */
const withoutNode = {
  strategy: { type: "Recreate", rollingUpdate: null },
  template: { spec: { nodeSelector: { "kubernetes.io/os": "none" } } },
};

/** A site at which Kyverno enforces everything, and then does not run while its webhooks are to be asked. */
export function losesKyverno(kyverno: SiteKind): ExampleRounds {
  const patch = `-n kyverno deployment kyverno-admission-controller --type merge -p '${JSON.stringify({ spec: withoutNode })}'`;
  return [
    { kind: kyverno, expected: () => "enforced" },
    {
      kind: {
        ...kyverno,
        manifests: [],
        typed: [`kubectl patch ${patch}`],
        atWork: ({ code, body }) => code === 500 && JSON.stringify(body).includes("failed calling webhook"),
      },
      expected: () => "inconclusive",
    },
  ];
}

function of(ids: readonly PolicyId[]): (typeof policies)[PolicyId][] {
  return ids.map((id) => policies[id]);
}

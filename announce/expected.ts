import { alternatives, otherFormIds } from "#policies";
import { runNamespace } from "#results";
import type { Configuration } from "../plugin/configuration.ts";
import { type Plan, plan } from "../plugin/plan.ts";

/** How often everything is tried: two rounds that agree, or a third. */
const rounds = { least: 2, most: 3 } as const;

/** How often what was admitted is tried again where a webhook may fail open. */
const confirmations = 2;

/** At the end one probe is tried again for everybody who refused: at most a round. */
const lastLook = 1;

/** How often a control is repeated after a refusal whose text says too little. */
const controlsAgain = 2;

/** Versions of servers that rule out the most probes, and none. */
const versions = ["v1.26.0", "v1.37.0", undefined] as const;

/** A range, both ends included. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What a security team will see of a run, in numbers. */
export interface Expected {
  /** Namespaces in which is probed. */
  readonly places: number;
  /** Dry runs that are sent as tenants, as far as nothing has to be repeated after faults (429, 5xx). */
  readonly attempts: Range;
  /** The same where answers change, an engine may fail open or refusals say too little: each of these costs more. */
  readonly mostAttempts: number;
  /** Refused dry runs where every rule is enforced and nothing else is refused. */
  readonly refusals: Range;
  /** Probes for each namespace and round. */
  readonly probes: number;
}

/** The number of attempts and refusals of a run, by what it is going to try. */
export function expected(configuration: Configuration, image: string): Expected {
  const places = configuration.namespaces.length + (configuration.freshNamespace ? 1 : 0);
  const runId = "00000000";
  const plans = versions.map((serverVersion) =>
    counted(plan(configuration, { runId, namespace: runNamespace(runId), image, serverVersion })),
  );
  const least = (of: (count: Count) => number) => Math.min(...plans.map(of));
  const most = (of: (count: Count) => number) => Math.max(...plans.map(of));
  const other = 1 + 2 * alternatives({}).length;
  const perRound = most(({ sent, violations }) => sent + controlsAgain * violations);
  const policies = configuration.profile.policies.length;
  const [storing, asController, refusedAsController] =
    configuration.probes === "deep" ? [3, 1 + 3 * policies, policies] : [0, 0, 0];
  const reshaped = 1 + most(({ inOtherForms }) => inOtherForms);
  return {
    places,
    probes: most(({ probes }) => probes),
    attempts: {
      least: places * (1 + rounds.least * least(({ sent }) => sent)),
      most:
        places *
        (1 +
          rounds.least * most(({ sent }) => sent) +
          1 +
          most(({ leads }) => leads) +
          storing +
          asController),
    },
    mostAttempts:
      places *
      (other + (rounds.most + confirmations + lastLook) * perRound + reshaped + storing + asController),
    refusals: {
      least: places * rounds.least * least(({ ofPods }) => ofPods),
      most:
        places *
        (rounds.least * most(({ violations }) => violations) +
          most(({ leads }) => leads) +
          refusedAsController),
    },
  };
}

interface Count {
  readonly probes: number;
  /** Requests in a round, with the controls, and the compliant pod at its beginning and end. */
  readonly sent: number;
  /** Those of them that a rule would refuse. */
  readonly violations: number;
  /** Those that are pods themselves: many rules judge templates of workloads only when their pods are made. */
  readonly ofPods: number;
  /** Those that follow where a violation is repaired or refused: in other forms twice, then in the usual one. */
  readonly inOtherForms: number;
  /** Those of them that follow every refusal: one violation of each policy as if a controller owned the pod. */
  readonly leads: number;
}

function counted({ probes }: Plan): Count {
  const tried = probes.filter(({ beforehand }) => beforehand === undefined).map(({ probe }) => probe);
  const controls = new Set(
    tried.map(({ operation, resource, control }) => `${operation} ${resource} ${control}`),
  );
  controls.delete("CREATE Pod baseline");
  const forms = probes.flatMap(({ beforehand, probe, policy }) =>
    beforehand === undefined && probe.expect !== "admit" && probe.resource.startsWith("Pod")
      ? [policy.effective === undefined ? 1 : otherFormIds.length - 1]
      : [],
  );
  const leads = probes.filter(
    ({ beforehand, probe, policy }) => beforehand === undefined && probe.id === `${policy.id}/${policy.lead}`,
  );
  const violations = tried.filter(({ expect }) => expect !== "admit");
  return {
    probes: tried.length,
    sent: tried.length + controls.size + 2,
    violations: violations.length,
    inOtherForms: 3 * forms.reduce((sum, count) => sum + count, leads.length),
    leads: leads.length,
    ofPods: violations.filter(({ resource }) => resource.startsWith("Pod")).length,
  };
}

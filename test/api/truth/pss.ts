/** What every probe and policy of the profile pss-restricted must come to, written down before the first run. */
import {
  controls,
  type PolicyId,
  type Probe,
  type ProbeSet,
  type Profile,
  probesIn,
  profiles,
  versionReason,
} from "#policies";

const profile = profiles["pss-restricted"];
if (profile === undefined) throw new Error("there is a profile pss-restricted");
/** The second profile. */
export const pss: Profile = profile;
/** Controls that level `restricted` adds: `baseline` knows none of them. */
const addedByRestricted: readonly PolicyId[] = [
  "disallow-privilege-escalation",
  "require-drop-all-capabilities",
  "require-run-as-non-root",
  "require-run-as-non-root-user",
  "restrict-volume-types",
];

/** Of controls that both levels have: what `baseline` permits and `restricted` does not. */
const permittedByBaseline: readonly string[] = [
  "disallow-add-capabilities/main-chown",
  "restrict-seccomp/unset",
];

/** From 1.35 on `baseline` permits every procMount in pods with a user namespace, and the API server in no others. */
const procMount: PolicyId = "require-default-proc-mount";

/** The API server itself refuses this one: no policy ever sees it. */
const neverDecided = `${procMount}/main-unmasked-host-userns`;

/** The kinds of site whose truth stands here. */
export type PssKind = "none" | "psa-baseline" | "psa-restricted" | "vap";

/** Whether a kind of site forbids what a probe tries. */
const forbids: Readonly<Record<PssKind, (probe: Probe, kubernetes: string) => boolean>> = {
  none: () => false,
  "psa-baseline": ({ id, policy }, kubernetes) =>
    !addedByRestricted.some((added) => added === policy) &&
    !permittedByBaseline.includes(id) &&
    !(policy === procMount && minor(kubernetes) >= 35),
  "psa-restricted": () => true,
  vap: () => true,
};

/** What a probe must come to, written down before anything ran. */
export function expectedOutcome(probe: Probe, kind: PssKind, kubernetes: string): string {
  if (versionReason(probe, kubernetes) !== undefined) return "not-applicable";
  if (probe.id === neverDecided) return "inconclusive";
  if (probe.resource === "Pod/ephemeralcontainers" && minor(kubernetes) < 27) return "inconclusive";
  if (probe.expect === "admit") return "admitted";
  // the API server rewrites the value before anybody judges
  if (probe.expect === "mutate") return "mutated";
  if (!forbids[kind](probe, kubernetes)) return "admitted";
  const inTemplate = !["Pod", "Pod/ephemeralcontainers"].includes(probe.resource);
  // Pod Security warns of templates, our admission policies look at pods only
  if (inTemplate) return kind === "vap" ? "admitted" : "warned";
  return "refused";
}

/**
 * What a policy must come to, written down before anything ran, but for one flag. Ephemeral containers are tried on a
 * stored pod that must not start; schedulingGates, which keep it from that, are on by default since 1.27 only, so below
 * that these should probes cannot be tried, and the verdict says that it lacks them.
 */
function expectedCell(policy: PolicyId, kind: PssKind, kubernetes: string, set: ProbeSet): string {
  const verdict = expectedVerdict(policy, kind, kubernetes);
  const lacking = triedIn(set).some(
    (probe) =>
      probe.policy === policy &&
      probe.resource === "Pod/ephemeralcontainers" &&
      versionReason(probe, kubernetes) === undefined,
  );
  return lacking && minor(kubernetes) < 27 ? `${verdict} incomplete` : verdict;
}

export function expectedVerdict(policy: PolicyId, kind: PssKind, kubernetes: string): string {
  const recent = minor(kubernetes);
  if (policy === "disallow-probe-host" && recent < 34) return "not-applicable";
  if (policy === procMount && recent < 33) return "enforced byMutation";
  if (kind === "none") return "not-enforced";
  if (kind !== "psa-baseline") return "enforced";
  if (addedByRestricted.includes(policy)) return "not-enforced";
  // what both levels forbid is a must; an added CHOWN is a should, and no seccomp profile at all another must
  if (policy === "disallow-add-capabilities") return "enforced-looser";
  if (policy === "restrict-seccomp") return "partly-enforced";
  return policy === procMount && recent >= 35 ? "not-enforced" : "enforced";
}

/** The probes of a set, in the order of the policies. */
export function triedIn(set: ProbeSet): Probe[] {
  return pss.policies
    .flatMap((id) => probesIn(pss, id))
    .filter((probe) => set === "deep" || probe.set === "core");
}

/** The policies' verdicts with their flags. */
export function expectedVerdicts(
  kind: PssKind,
  kubernetes: string,
  set: ProbeSet = "core",
): Record<string, string> {
  return Object.fromEntries(pss.policies.map((id) => [id, expectedCell(id, kind, kubernetes, set)]));
}

/** What each probe of a deep run comes to where nothing is enforced. */
export function withoutPssRules(kubernetes: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    triedIn("deep").map((probe) => [
      probe.id,
      inWords(probe, expectedOutcome(probe, "none", kubernetes), kubernetes),
    ]),
  );
}

/** An outcome with its reason. */
function inWords(probe: Probe, kind: string, kubernetes: string): string {
  if (kind === "not-applicable") return `${kind}: ${versionReason(probe, kubernetes)}`;
  return kind === "inconclusive" ? `${kind}: schema` : kind;
}

/**
 * What each probe of a deep run comes to on Kubernetes 1.36 where an engine judges pods by our rules and names all that
 * a pod violates.
 * @param refused what a probe comes to that a policy's rule refuses, from the policy and how that is known
 */
export function underPssRules(
  refused: (policy: string, how: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    triedIn("deep").map((probe) => {
      const outcome = expectedOutcome(probe, "vap", "1.36");
      if (outcome !== "refused") return [probe.id, inWords(probe, outcome, "1.36")];
      // what the kubelet would not start: the rule about user ids refuses it, and its name says that of the other one too
      if (probe.id === "require-run-as-non-root/user-0")
        return [probe.id, refused("require-run-as-non-root-user", "both")];
      const broken = controls[probe.control]?.breaks;
      return [probe.id, refused(probe.policy, broken === undefined ? "both" : "message")];
    }),
  );
}

function minor(kubernetes: string): number {
  return Number(kubernetes.split(".")[1]);
}

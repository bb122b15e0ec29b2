import type { NextStep } from "../comparison/next-steps.ts";
import type { UnreachableWebhook } from "../comparison/unreachable-webhook.ts";
import type { EvidenceText, StepWords } from "./evidence-text.ts";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const number = new Intl.NumberFormat("en-GB");
const counted = (n: number, one: string, many: string): string =>
  `${number.format(n)}\u00a0${n === 1 ? one : many}`;

/** The English words of the evidence. */
export const evidenceEn: EvidenceText = {
  intro: (placeholder) =>
    `What holds equally for several sites or policies is said once and names them all. Messages are in the cluster's own words; the number of the run, in the names that it gives itself, is replaced by ${placeholder}.`,
  rawIntro: (member) => `All answers are test cases in ${member} of the archive.`,
  sites: "Sites",
  andFurther: (names, further) => `${names.join(", ")} and ${number.format(further)} more`,
  alsoAt: (names, further) =>
    `also at ${list.format([...names, ...(further === 0 ? [] : [further === 1 ? "one more" : `${number.format(further)}\u00a0more`])])}`,
  alsoPolicies: (n) => `and ${number.format(n)}\u00a0more ${n === 1 ? "policy" : "policies"}`,
  allSites: (n) => `All ${counted(n, "site", "sites")}`,
  siteCount: (n) => counted(n, "site", "sites"),
  compliantPod: "The pod that complies with all policies:",
  enforce: "To enforce",
  comply: "To comply",
  requirements: "Requirements",
  repeat: "To repeat:",
  toInputs: "raw data and checksums",
  howToEnforce: "How the policy is enforced and complied with",
  answers: {
    violation: {
      refused: "violation refused",
      mutated: "violation changed by the cluster and thereby neutralised",
      warned: "violation admitted, with a warning",
      admitted: "violation admitted",
    },
    permitted: {
      refused: "refused, although permitted",
      mutated: "permitted, and changed by the cluster",
      warned: "permitted, and admitted as expected, but with a warning",
      admitted: "permitted, and admitted as expected",
    },
  },
  expectation: (weight, expected) => `${weight}, expected: ${expected}`,
  rule: (name, withRegistries) =>
    `Kyverno, Gatekeeper or ValidatingAdmissionPolicy (part of the API server from Kubernetes 1.30 on): rule ${name}. Try it with “--mode warn” first, then apply it with “--mode enforce”.${withRegistries ? " REGISTRY stands for the registries from which the site permits images." : ""}`,
  podSecurity: (coverage) =>
    coverage === undefined
      ? "Pod Security Admission: does not cover the policy."
      : `Pod Security Admission: refuses violations from level ${coverage.level} on${coverage.looser ? ", but admits a part that the policy forbids (looser)" : ""}.`,
  scc: {
    enforced: "OpenShift SCC: restricted-v2 enforces the policy.",
    partly: "OpenShift SCC: restricted-v2 enforces the policy in part.",
    none: "OpenShift SCC: does not cover the policy.",
  },
  registry: "REGISTRY",
  causes: "One cause for several policies",
  sharedCause: (sentence) => `This holds for each of these policies: ${sentence}`,
  toCause: (n) => `the common evidence of ${counted(n, "policy", "policies")}`,
  sameAnswer: (n) => `${counted(n, "attempt", "attempts")} with this answer`,
  policiesOfCause: "Policies",
  unreachable: (unreachable, engine) => `${webhookOf(unreachable, engine)} could not be called.`,
  refusesAll: "The cluster refused every pod, even the one that complies with all policies.",
  sameMessage: "The same message as before.",
  moreCharacters: (n) => `… (${counted(n, "more character", "more characters")})`,
  leftOutTitle: "Further findings without evidence on this page",
  leftOut: (cases, sites) =>
    `There is no room here for ${counted(cases, "further case", "further cases")} at ${counted(sites, "site", "sites")}. Their attempts are in the file that --json writes; “dvs explain” explains a single finding.`,

  nextSteps: "Next steps",
  concerns: "About:",
  nothingToDo: "None: no policy deviates.",
  step: (step, words) => stepOf(step, words),
  stages: {
    warn: "Try them in warn mode first: the cluster reports violations and still admits them.",
    enforce: "Then enforce them: the cluster refuses violations.",
  },
  registryNote:
    "Replace REGISTRY by the registries from which the site permits images; separate several by commas.",
  engineNote: "Of kyverno|gatekeeper|vap keep the engine that is to enforce the rules at the site.",
  ownValuesNote:
    "If the site has parameters or exempt namespaces of its own, give the same ones (--config, --exempt-namespaces): the parameters hold for all of our rules at once.",
  manySteps: (command) =>
    `“Enforce what is open” means: print rules for the policies named (POLICIES, separated by commas) by ${command} and try them in warn mode, then enforce them with “--mode enforce”. If the site has parameters or exempt namespaces of its own, give the same ones (--config, --exempt-namespaces).`,
  policyNames: "POLICIES",
  refusers: "Who refuses",
  refusedBy: "Refused by",
  policy: "Policy",
  verdict: "Finding",
  byMutation: "changed by the cluster",
  nobody: "nobody",
  elsewhere: (refusers) => `in other namespaces: ${refusers.join("; ")}`,
  refusersOf: (count, engine, policies) =>
    `${counted(count, "enforced policy", "enforced policies")}: ${engine}${policies.length === 0 ? "" : ` (${policies.join(", ")})`}`,
  sameNames: (beginning) =>
    beginning === "" ? "called the same there" : `called ${beginning}‹id of the policy› there`,
  details: "Run, configuration and namespaces",
  common: "Where nothing else is said, this holds for every site:",
};

const notKnown: Readonly<Record<Extract<NextStep, { kind: "not-known" }>["reason"], string>> = {
  schema:
    "The API server took the attempts for invalid: check the plugin's configuration (podOverlay) and repeat the run.",
  "field-unknown":
    "The API server does not know a field that was tried: check its version and feature gates.",
  rbac: "Give the plugin the rights that it lacks (RBAC) and repeat the run.",
  unauthenticated: "Put the plugin's authentication in order and repeat the run.",
  setup: "Remove what made the preparation fail (see the notes) and repeat the run.",
  quota: "Raise the namespace's quota (ResourceQuota) and repeat the run.",
  "limit-range":
    "Change the namespace's LimitRange so that it permits the control, or adapt the pods' values by podOverlay.",
  "webhook-failure": "The engine's webhook could not be called: repair it and repeat the run.",
  "policy-error": "The rule is faulty: correct it and repeat the run.",
  "dry-run-unsupported":
    "A webhook does not support dry runs: set “sideEffects: None” or “NoneOnDryRun” in its configuration, if that is true of it.",
  transient: "The API server did not answer for the moment: repeat the run.",
  timeout: "There was no answer: repeat the run with a higher requestTimeout.",
  deadline: "The run ended too early: repeat it with a longer limit (deadline).",
  unstable:
    "Repeated attempts came to different ends: check all instances of engine and API server and repeat the run.",
  "unknown-refusal": "Find out who refuses: the message names no engine.",
  "compliant-pod-refused":
    "Even the pod that complies with all policies is refused: configure what the site demands (image, labels, annotations) as podOverlay and repeat the run.",
  "control-refused":
    "Even the control without a violation is refused: configure what the site demands as podOverlay and repeat the run.",
};

/** Which webhook, at the beginning of a sentence. */
function webhookOf({ webhook, engine }: UnreachableWebhook, name: StepWords["engine"]): string {
  return engine === undefined ? `The webhook ${webhook}` : `${name(engine)} (webhook ${webhook})`;
}

/** What may come of an outage; not empty. */
function failingOpen(engines: readonly string[]): string {
  const names = list.format(engines);
  return engines.length === 1
    ? `While ${names} is down, what ${names} refuses otherwise may be admitted`
    : `While ${names} are down, what they refuse otherwise may be admitted`;
}

function stepOf(step: NextStep, { engine, moment }: StepWords): string {
  switch (step.kind) {
    case "regressed":
      return `Find out why it got worse: what was changed since the run of ${moment(step.since)}? Then have it refused again.`;
    case "plan":
      return "Give a schedule for enforcing: at least half of the policies are open.";
    case "enforce":
      return "Enforce what is open.";
    case "extend":
      return "In some of the namespaces this is refused already: extend those rules to all namespaces.";
    case "refuse":
      return `${engine(step.engine)} has rules that only report violations. Look at what was reported, then have these rules refuse: ${list.format(step.rules)}.`;
    case "warned":
      return "Turn warnings into refusals.";
    case "exempt":
      return "Take the exemption out of the engine's configuration, or ask for a waiver.";
    case "gaps":
      return "Close the gaps; the evidence shows which attempts were admitted.";
    case "unclear":
      return "Name the policy in the rule's message, so that refusals can be put down to it.";
    case "should":
      return "Decide whether violations of should requirements are refused as well.";
    case "fails-open":
      return `${failingOpen(step.engines.map(engine))}: accept that, or set “failurePolicy: Fail” at the webhook. With Fail, permitted pods are refused as well during an outage; so have several instances first.`;
    case "over-blocking":
      return "The cluster refuses every pod. Configure what it demands of pods as podOverlay and repeat the run.";
    case "not-known":
      return step.unreachable === undefined
        ? notKnown[step.reason]
        : `${webhookOf(step.unreachable, engine)} could not be called: repair it and repeat the run.`;
    case "waived":
      return "Remedy the deviation before the waiver ends, or agree on it anew.";
    case "missing":
      return "The result holds no attempt about it: repeat the run with this report's profile.";
  }
}

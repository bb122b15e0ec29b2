import type { Problem } from "../archive/problem.ts";
import type { SiteNote } from "../comparison/comparison.ts";
import { type SitesFileProblem, shortestMatch } from "../comparison/sites-file.ts";
import type { Saying, Text, VerdictNumbers } from "./text.ts";

const number = new Intl.NumberFormat("en-GB");
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
const quoted = (text: string): string => `“${text}”`;

/** The English words of the report. */
export const en: Text = {
  language: "en",
  locale: "en-GB",

  verdicts: {
    enforced: "enforced",
    "enforced-stricter": "stricter than required",
    "enforced-looser": "enforced, but looser",
    "partly-enforced": "partly enforced",
    "warned-only": "only warned",
    "not-enforced": "not enforced",
    "over-blocking": "refuses everything",
    inconclusive: "inconclusive",
    missing: "no data",
    "not-applicable": "not applicable",
  },
  levels: {
    enforced: "enforced",
    gaps: "with gaps",
    open: "open",
    undetermined: "undetermined",
    none: "not applicable",
  },
  levelHints: {
    enforced: "What violates the policy is refused or neutralised.",
    gaps: "Part of what violates the policy is admitted.",
    open: "What violates the policy is admitted.",
    undetermined: "The cluster's answers permit no statement.",
    none: "The policy has no subject at this site.",
  },
  flags: {
    byMutation: "by mutation",
    failOpen: "fail-open webhook",
    stricter: "stricter in part",
    incomplete: "incomplete",
    stale: "stale",
    waived: "waived",
    exempt: "namespace exempt",
  },
  states: { ok: "complete", incomplete: "incomplete", unreadable: "unreadable", refused: "plugin refused" },
  outcomes: {
    refused: "refused",
    mutated: "changed by the cluster and thereby neutralised",
    warned: "admitted with a warning",
    admitted: "admitted",
    "control-refused": "refused, but so was the sound control pod",
    inconclusive: "inconclusive",
    "not-applicable": "not applicable",
  },
  notTried: "not tried",
  expectations: { reject: "refusal", admit: "admission", mutate: "refusal or mutation" },
  weights: { must: "must", should: "should", info: "info" },
  reasons: {
    schema: "The API server considers the object invalid.",
    "field-unknown": "The API server does not know the field.",
    rbac: "The plugin lacked rights (RBAC).",
    unauthenticated: "The plugin was not recognised as authenticated.",
    setup: "Preparations in the cluster failed.",
    quota: "A resource quota was exhausted.",
    "limit-range": "A LimitRange refused before a policy could decide.",
    "webhook-failure": "A webhook could not be reached.",
    "policy-error": "The rule itself was faulty and did not decide.",
    "dry-run-unsupported": "A webhook does not support dry runs.",
    transient: "For the moment the API server did not answer as expected.",
    timeout: "There was no answer in time.",
    deadline: "The run ended before this attempt's turn.",
    unstable: "Repeated attempts gave different answers.",
    "unknown-refusal": "It was refused, but one cannot tell by whom.",
    "server-too-old": "This Kubernetes version does not know the subject yet.",
    "server-too-new": "This Kubernetes version does not know the subject any more.",
    declared: "The operator declared that this has no subject at the site, or is permitted there.",
    "compliant-pod-refused":
      "Even the pod that keeps to all policies was refused. Image, labels or annotations need adapting in the plugin's configuration.",
    "control-refused": "The control pod without the violation was refused as well.",
  },
  attributions: {
    both: "",
    difference: "The message does not name the policy; the same pod without the violation was admitted.",
    message: "The control pod was refused too; only this attempt's message names the policy.",
    "control-too": "The same policy refused the control pod as well: it demands more than it must.",
    probable:
      "The message leaves open whether this policy is meant, so the refusal does not count as evidence.",
  },
  engines: {
    kyverno: "Kyverno",
    gatekeeper: "Gatekeeper",
    "validating-admission-policy": "ValidatingAdmissionPolicy",
    "pod-security": "Pod Security Admission",
    "openshift-scc": "OpenShift SCC",
    kubewarden: "Kubewarden",
    webhook: "unknown webhook",
  },

  head: {
    title: "Site comparison – container security policies",
    subtitle: "Which policies do the sites' clusters enforce?",
    toMatrix: "To the matrix",
    toDeviations: "To the deviations",
    round: "As of",
    profile: "Profile",
    sites: "Sites",
    policies: "Policies",
    tool: "Made with",
    key: "Result",
  },
  legend: {
    title: "Legend",
    intro: "Sign, word and form say the same. The number tells how often a finding occurs.",
  },
  problems: {
    title: "Needs attention",
    none: "No policy deviates at any site with a result.",
    uniform: "Sites with the same finding for all policies",
    policies: "Policies with deviations",
    furtherSites: "Policies with deviations at further sites",
    withoutResult: "Without a result",
    unheard: "Named in the list of sites, but without a result",
  },
  matrix: {
    title: "Matrix",
    caption: "Policies and sites. Deviating fields lead to the evidence.",
    policy: "Policy",
    site: "Site",
    kubernetes: "Kubernetes",
    engines: "Enforced by",
    date: "As of",
    vantages: "Namespaces probed",
    enforced: "enforced",
    enforcedNote:
      "“n of m” counts enforced policies among those that apply; what is undetermined is counted in.",
    ownParameters: "own parameters",
    scrollHint: "The table scrolls sideways.",
  },
  evidence: {
    title: "Evidence of the deviations",
    intro:
      "Every attempt is a pod that differs from an admitted control pod in exactly one property and is only created as a dry run. Messages are in the cluster's own words.",
    none: "There are no deviations.",
    tried: "Attempt",
    control: "Control pod",
    weight: "Weight",
    expected: "Expected",
    happened: "Result",
    by: "by",
    policyOf: "policy",
    ruleOf: "rule",
    webhookOf: "webhook",
    message: "Message",
    changes: "Changed by the cluster",
    comply: "How applications keep to the policy",
    back: "back to the matrix",
    toPolicy: "to the policy",
    all: "All evidence",
    vantage: "Namespace",
    removed: "removed",
    auditHint: "Rules that only log (audit mode) cannot be seen from outside and count as not enforced here.",
    failOpenHint:
      "While the service behind this webhook is down, everything is admitted (failurePolicy: Ignore).",
    sameMessage: "Message as before.",
  },
  site: {
    title: "Sites",
    details: "Details by site",
    name: "Site",
    state: "State",
    id: "Id",
    kubernetes: "Kubernetes",
    distribution: "Distribution",
    nodes: "Nodes",
    storage: "Storage classes",
    engines: "Policy engines",
    time: "Result of",
    group: "Group",
    archive: "Archive",
    sha256: "SHA-256 of the file",
    resultSha256: "SHA-256 of the JUnit file",
    packing: "Packed",
    run: "Run",
    pluginVersion: "Plugin",
    notes: "Notes",
    image: "Image of the attempts",
    registries: "Permitted registries",
    assumed: "assumed, not stated by the site",
    probes: "Extent",
    profile: "Profile",
    parameters: "From the list of sites",
    vantages: "Namespaces probed",
    unknown: "unknown",
    none: "none",
    failurePolicy: "when down",
    compliantPod: "sound pod",
    podSecurity: "Pod Security",
  },
  idSources: {
    "kube-system-uid": "uid of the namespace kube-system",
    "api-server-ca": "hash of the API server's certificate authority",
    "api-server-url": "hash of the API server's address, not necessarily unique",
  },
  vantageKinds: { fresh: "made for the run", tenant: "existing" },
  identities: {
    token: "as a tenant with its own token",
    impersonation: "as a tenant by impersonation",
    none: "not as a tenant",
  },
  policy: {
    title: "Policies",
    forbids: "Demand",
    why: "Reason",
    comply: "Keeping to it",
    seedName: "Name in the proof of concept",
    requirements: "Requirements",
    parameters: "Parameters of the profile",
    sources: "About the requirement numbers",
    unknown: "Only a site's result knows this policy, the profile does not.",
  },
  limits: {
    title: "What was not tested",
    items: [
      "Tested is what the cluster answers on admission of a pod. Running pods are not looked at, and no attempt is ever started.",
      "Rules in audit mode are invisible to the caller; they appear as not enforced. Warnings are visible and appear as only warned.",
      "Whether too much is refused is tested with a few edge cases only.",
      "The named namespaces were probed. Elsewhere there may be exemptions.",
      "Every result holds for its time. Whether the site was changed since is not known.",
      "“Enforced” describes how the cluster behaved in the attempts. This report is no certificate, and no proof that requirements are implemented.",
      "This report is no offer of FITKO or BSI.",
    ],
  },
  inputs: {
    title: "Inputs",
    intro: "The same inputs give the same report, byte for byte.",
    archive: "Archive",
    hash: "SHA-256",
    ofResult: "of the JUnit file in the folder",
  },
  footer: "All times in UTC.",

  siteName: (shortId) => `Site ${shortId}`,
  archiveName: (archive) => `Archive ${archive}`,
  key: ({ sites, policies, cells, levels }) => {
    const parts = [
      `${number.format(levels.gaps)} with gaps`,
      `${number.format(levels.open)} open`,
      `${number.format(levels.undetermined)} undetermined`,
      ...(levels.none > 0 ? [`${number.format(levels.none)} not applicable`] : []),
    ];
    return `${count(sites, "site", "sites")}, ${count(policies, "policy", "policies")}: ${number.format(levels.enforced)} of ${count(cells, "field", "fields")} enforced, ${parts.join(", ")}.`;
  },
  mostOpen: (open) =>
    `Most often open: ${list.format(open.map(({ title, sites }) => `${quoted(title)} (at ${count(sites, "site", "sites")})`))}.`,
  withoutResult: (n) => `For ${count(n, "site", "sites")} there is no usable result.`,
  round: (newest, oldest) => (newest === oldest ? newest : `${oldest} to ${newest}`),
  share: (n, of) => `${number.format(n)} of ${number.format(of)}`,
  openOf: (open, of) => `${number.format(open)} of ${number.format(of)} admitted`,
  verdictSentence: (verdict, numbers, reason) => sentenceOf(verdict, numbers, reason),
  vantage: (namespace, same, all) =>
    all === 1
      ? `Probed in the namespace ${namespace}.`
      : `The namespace ${namespace} decides; same result in ${number.format(same)} of ${number.format(all)} namespaces probed.`,
  nodes: (n) => count(n, "node", "nodes"),
  allEvidence: (n) => `All evidence (${count(n, "attempt", "attempts")})`,
  problem: (problem, archive) => problemOf(problem, quoted(archive)),
  note: (note) => noteOf(note),
  packing: (packing) => {
    switch (packing.by) {
      case "sonobuoy":
        return `by Sonobuoy${packing.version === undefined ? "" : ` ${packing.version}`} (${packing.uuid})`;
      case "other":
        return packing.name === "demo"
          ? "packed by the demo, not by Sonobuoy"
          : `packed by ${quoted(packing.name)}, not by Sonobuoy`;
      case "unknown":
        return "without Sonobuoy's own facts";
      case "file":
        return "a JUnit file on its own, not packed by Sonobuoy";
    }
  },
  sitesFile: (problem, file, line) => `${file}, line ${line}: ${sitesFileOf(problem)}`,
  cli: {
    written: (path) => `Report: ${path}`,
    site: (name, state, share) => `  ${name}: ${state}${share === undefined ? "" : `, ${share} enforced`}`,
    noWrite: (path, detail) => `${path} cannot be written (${detail}). Name another place with -o.`,
    noRead: (path, detail) => `${path} cannot be read (${detail}). Check the path and the right to read.`,
    unknownProfile: (id, known) => `There is no profile ${quoted(id)}. Known: ${known.join(", ")}.`,
    unknownFailOn: (name, known) => `--fail-on does not know ${quoted(name)}. Possible: ${known.join(", ")}.`,
    wrongEpoch: (value) => `SOURCE_DATE_EPOCH is ${quoted(value)}; expected are whole seconds since 1970.`,
    found: (names) => `Found what --fail-on looks for: ${names.join(", ")}.`,
  },
};

function sentenceOf(
  verdict: Parameters<Text["verdictSentence"]>[0],
  { must, open, openShould }: VerdictNumbers,
  reason: string | undefined,
): string {
  const because = reason === undefined ? "" : ` ${reason}`;
  const admitted = `${number.format(open)} of ${count(must, "must attempt", "must attempts")} ${open === 1 ? "was" : "were"} admitted`;
  switch (verdict) {
    case "enforced":
      return "The policy is enforced: all that violates it was refused or neutralised.";
    case "enforced-stricter":
      return "The policy is enforced more strictly than required: something permitted was refused as well.";
    case "enforced-looser":
      return `The policy is enforced, but looser: all must attempts were fended off, ${count(openShould, "should attempt was", "should attempts were")} admitted.`;
    case "partly-enforced":
      return open === 0
        ? "The policy is enforced in part at best: not every refusal can be put down to this policy."
        : `The policy is enforced in part only: ${admitted}.`;
    case "warned-only":
      return "Violations are only reported: the pods were admitted with a warning.";
    case "not-enforced":
      return `The policy is not enforced: ${admitted}, none was refused.`;
    case "over-blocking":
      return "The site refused every pod with the same message, even the one that keeps to all policies. That says nothing about a single policy.";
    case "inconclusive":
      return `Whether the policy is enforced cannot be determined.${because}`;
    case "missing":
      return "The site's result holds no attempt for this policy.";
    case "not-applicable":
      return `The policy does not apply at this site.${because}`;
  }
}

const limitWords: Readonly<Record<Extract<Problem, { kind: "limit" }>["limit"], string>> = {
  memberBytes: "bytes in one member",
  keptBytes: "bytes in all members that are needed",
  archiveBytes: "bytes when unpacked",
  ratio: "times the packed size",
  ratioAfter: "bytes",
  members: "members",
  testCases: "test cases",
};

function problemOf(problem: Problem, archive: string): Saying {
  switch (problem.kind) {
    case "not-readable":
      return { text: `${archive} cannot be read (${problem.detail}). Check the path and the right to read.` };
    case "empty":
      return { text: `${archive} is empty. Fetch the site's result again (sonobuoy retrieve).` };
    case "unknown-format":
      return {
        text: `${archive} is neither a tar archive (with or without gzip) nor a JUnit file. Expected is what “sonobuoy retrieve” gives.`,
      };
    case "truncated": {
      const place =
        problem.member === undefined ? "" : `, at the member ${quoted(problem.member)} or after it`;
      return { text: `${archive} ends too early${place}. Transfer the file again and compare checksums.` };
    }
    case "damaged":
      return {
        text: `${archive} is damaged. Transfer the file again and compare checksums.`,
        quote: problem.detail,
      };
    case "limit": {
      const place = problem.member === undefined ? "" : ` (at the member ${quoted(problem.member)})`;
      return {
        text: `${archive} is beyond a limit${place}: more than ${number.format(problem.value)} ${limitWords[problem.limit]}. A result is far smaller; find out where the file comes from.`,
      };
    }
    case "no-result": {
      const plugins = problem.plugins.length > 0 ? ` Plugins in it: ${problem.plugins.join(", ")}.` : "";
      const nested =
        problem.nested === undefined
          ? " Run the plugin dvs at the site and fetch the result again."
          : ` It lies too deep, at ${quoted(problem.nested)}: pack the content without the outer folder.`;
      return { text: `${archive} holds no result of the plugin dvs.${plugins}${nested}` };
    }
    case "junit":
      return {
        text: `${archive}, member ${quoted(problem.member)}: no readable result of the plugin dvs. Fetch the site's result again.`,
        quote: problem.detail,
      };
    case "plugin-error":
      return {
        text: `Sonobuoy says that the plugin failed at the site (${archive}, member ${quoted(problem.member)}). Remove the cause and repeat the run.`,
        quote: problem.detail,
      };
    case "refused":
      return {
        text: `The cluster refused the plugin's own pod (${archive}, member ${quoted(problem.member)}). That says nothing about the single policies. Exempt Sonobuoy's namespace, or adapt the plugin's definition to the site's rules, and repeat the run.`,
        quote: problem.detail,
      };
  }
}

function noteOf(note: SiteNote): Saying {
  switch (note.kind) {
    case "duplicate-member":
      return {
        text: `The member ${quoted(note.member)} occurs several times in the archive; the first counts.`,
      };
    case "plugin-error":
      return {
        text: `Sonobuoy reports an error as well (member ${quoted(note.member)}).`,
        quote: note.detail,
      };
    case "older-run":
      return {
        text: `There is an older result (${quoted(note.archive)}, finished ${note.finished}); the newest is shown.`,
      };
    case "same-run":
      return { text: `The same run was given several times; ${quoted(note.archive)} is ignored.` };
    case "same-run-differs":
      return {
        text: `${quoted(note.archive)} names the same run with another content and is ignored. Find out where both files come from.`,
      };
    case "same-file":
      return { text: `The same file was also given as ${quoted(note.archive)}.` };
    case "cut-short":
      return { text: "The run ended early.", quote: note.detail };
    case "probes-lacking":
      return {
        text: `${count(note.count, "expected attempt is", "expected attempts are")} lacking in the result and ${note.count === 1 ? "counts" : "count"} as inconclusive.`,
      };
    case "policies-lacking":
      return {
        text: `The result holds no attempt for ${count(note.count, "policy", "policies")} of the profile.`,
      };
    case "other-profile":
      return {
        text: `The result was made by the profile ${note.id} ${note.version}. Weights and expectations are the file's own; comparing is limited.`,
      };
    case "own-parameter":
      return {
        text: `${note.policy}: probed with ${note.parameter} = ${note.value}; the profile says ${note.agreed}.`,
      };
  }
}

function sitesFileOf(problem: SitesFileProblem): string {
  switch (problem.kind) {
    case "no-yaml":
      return `no valid YAML (${problem.detail}).`;
    case "no-list":
      return "expected is a list of sites, each entry beginning with “- name: …”.";
    case "no-entry":
      return "each entry consists of keys with values, e.g. “- name: Musterstadt”.";
    case "no-name":
      return "the entry has no “name”. State the site's name.";
    case "no-text":
      return `the value of ${quoted(problem.key)} must be a text, a number, or a list of these.`;
    case "short-match":
      return `“match: ${problem.match}” is too short. State at least ${shortestMatch} characters of the id.`;
    case "ambiguous":
      return `the entry in line ${problem.otherLine} fits the site ${problem.site} already. Remove one of them, or lengthen “match”.`;
    case "several-sites":
      return `${quoted(problem.match)} fits several sites. Lengthen “match”.`;
  }
}

import type { Level } from "#results";
import type { Packing } from "../archive/archive.ts";
import type { Surplus } from "../archive/contents.ts";
import { type FailureCause, failureCause } from "../archive/failure-cause.ts";
import type { Problem } from "../archive/problem.ts";
import type { SiteNote } from "../comparison/comparison.ts";
import { type SitesFileProblem, shortestMatch } from "../comparison/sites-file.ts";
import { audienceEn } from "./audience-en.ts";
import { differencesEn } from "./differences-en.ts";
import { evidenceEn } from "./evidence-en.ts";
import { explainEn } from "./explain-en.ts";
import { exportEn } from "./export-en.ts";
import { pageEn } from "./page-en.ts";
import { roundsEn } from "./rounds-en.ts";
import { summaryEn } from "./summary-en.ts";
import type { Saying, Text, VerdictNumbers } from "./text.ts";
import { waiversEn } from "./waivers-en.ts";

const number = new Intl.NumberFormat("en-GB");
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
/** Does not break after the number. */
const counted = (n: number, word: string): string => `${number.format(n)}\u00a0${word}`;

const sizesOf: Text["sizes"] = ({ sites, policies, cells }) =>
  [
    counted(sites, sites === 1 ? "site" : "sites"),
    counted(policies, policies === 1 ? "policy" : "policies"),
    counted(cells, cells === 1 ? "finding" : "findings"),
  ].join(", ");
const quoted = (text: string): string => `“${text}”`;

/** The levels that occur, with their numbers. */
const levelWords = ({
  enforced,
  gaps,
  open,
  undetermined,
}: Omit<Record<Level, number>, "none">): string[] => [
  ...(enforced > 0 ? [counted(enforced, "enforced")] : []),
  ...(gaps > 0 ? [counted(gaps, "with gaps")] : []),
  ...(open > 0 ? [counted(open, "open")] : []),
  ...(undetermined > 0 ? [counted(undetermined, "undetermined")] : []),
];

const failures: Readonly<Record<FailureCause, string>> = {
  image:
    "The node could not get its image. Load it into the site's registry, name it with --plugin-image, and repeat the run.",
  memory: "It was given too little memory. Raise the limit in the plugin's definition and repeat the run.",
  ended:
    "The plugin was ended before it had written a result. See its log at the site and repeat the run, which also removes what was left.",
  timeout:
    "Sonobuoy's time was over before the result had arrived. Raise --timeout, or see the logs of the plugin's pod, and repeat the run.",
  unschedulable:
    "No node took its pod. See the node selector, tolerations and requests in the plugin's definition and repeat the run.",
  unknown: "Remove the cause and repeat the run.",
};

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
    enforced: "Every attempt to violate a must requirement was refused or neutralised.",
    gaps: "The policy is enforced in part only, or with looser limits: some violations are admitted, or not demonstrably refused by it.",
    open: "The policy is not enforced, or violations are only warned of.",
    undetermined: "There are no answers, or they permit no statement.",
    none: "The policy does not apply at this site.",
  },
  flags: {
    byMutation: "by mutation",
    failOpen: "fail-open webhook",
    stricter: "stricter in part",
    incomplete: "incomplete",
    stale: "stale",
    waived: "waived",
    exempt: "exempt by configuration",
  },
  states: { ok: "complete", incomplete: "incomplete", unreadable: "unreadable", refused: "plugin refused" },
  outcomes: {
    refused: "refused",
    mutated: "changed by the cluster and thereby neutralised",
    warned: "admitted with a warning",
    admitted: "admitted",
    "control-refused": "refused, as was the control pod without the violation",
    inconclusive: "inconclusive",
    "not-applicable": "not applicable",
  },
  notTried: "not tried",
  doubted: {
    namespace:
      "The result does not describe the namespace that was probed; whether it was probed as a tenant is not known.",
    meaning:
      "The result calls the attempt not applicable; neither the Kubernetes version nor the configuration bears that out.",
    profile:
      "The run followed another profile; what this attempt means by the profile of the report cannot be told from it.",
  },
  expectations: { reject: "refusal", admit: "admission", mutate: "refusal or mutation" },
  weights: { must: "must", should: "should", info: "info" },
  reasons: {
    schema: "The API server considers the object invalid.",
    "field-unknown": "The API server does not know the field.",
    rbac: "The plugin lacked rights (RBAC).",
    unauthenticated: "The API server did not accept the plugin's authentication.",
    setup: "Preparations in the cluster failed.",
    quota: "A resource quota was exhausted.",
    "limit-range": "A LimitRange refused before a rule could decide.",
    "webhook-failure": "A webhook could not be called.",
    "policy-error": "The rule itself was faulty and did not decide.",
    "dry-run-unsupported": "A webhook does not support dry runs.",
    transient: "The API server temporarily did not answer as expected.",
    timeout: "There was no answer in time.",
    deadline: "The run ended before this attempt's turn.",
    unstable: "Repeated attempts gave different answers.",
    "unknown-refusal": "The attempt was refused; by whom cannot be told.",
    "server-too-old": "There is no such case in this Kubernetes version yet.",
    "server-too-new": "There is no such case in this Kubernetes version any more.",
    declared:
      "According to the operator this attempt does not apply at the site, or what it tries is permitted there.",
    "compliant-pod-refused":
      "Even the pod that keeps to all policies was refused. Image, labels or annotations need adapting in the plugin's configuration.",
    "control-refused": "The control pod without the violation was refused as well.",
  },
  attributions: {
    both: "The message names the policy, and the same pod without the violation was admitted.",
    difference: "The message does not name the policy; the same pod without the violation was admitted.",
    message: "The control pod was refused too; only this attempt's message names the policy.",
    "control-too":
      "The same rule refused the control pod as well: at this site it demands more than the profile.",
    entailed:
      "The API permits what is forbidden here only together with something else that the profile forbids as well. The rule about that refused this attempt and the control pod.",
    probable:
      "The message leaves open whether this policy is meant, so the refusal does not count as evidence.",
  },
  otherForms: {
    "root-user":
      "As it was sent, the site corrects the pod. But if the tenant expressly asks for the user id 0 (runAsUser: 0), the same violation is admitted.",
    "no-seccomp":
      "As it was sent, the violation is refused or corrected. Without a seccomp profile the same violation is admitted: then another security context constraint applies, which the tenant may use as well.",
    "root-user-no-seccomp":
      "As it was sent, the site corrects the pod. With the user id 0 (runAsUser: 0) and without a seccomp profile the same violation is admitted: then another security context constraint applies, which the tenant may use as well.",
    owned:
      "As it was sent, the violation is refused or corrected. But if the tenant names an invented owner (ownerReferences), as controllers do, the same violation is admitted: the rule leaves out the pods of controllers and believes every pod that claims to be one.",
  },
  engines: {
    kyverno: "Kyverno",
    gatekeeper: "Gatekeeper",
    "validating-admission-policy": "ValidatingAdmissionPolicy",
    "pod-security": "Pod Security Admission",
    "openshift-scc": "OpenShift SCC",
    "pod-security-policy": "PodSecurityPolicy",
    "image-policy-webhook": "ImagePolicyWebhook",
    "kube-apiserver": "Kubernetes (API server)",
    "resource-quota": "ResourceQuota",
    "limit-range": "LimitRange",
    kubewarden: "Kubewarden",
    neuvector: "NeuVector",
    stackrox: "StackRox",
    sysdig: "Sysdig",
    "gke-warden": "GKE Warden",
    "prisma-cloud": "Prisma Cloud",
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
    namespaces: "Namespaces probed",
    policies: "Policies",
    tool: "Made with",
    key: "Result",
  },
  legend: {
    title: "Legend",
    intro: "Sign, word and form say the same. The number in the legend tells how often the finding occurs.",
  },
  problems: {
    title: "Deviations and missing results",
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
    captionWithRefusers:
      "Policies and sites. Deviating fields lead to the evidence; enforced ones show who refuses.",
    policy: "Policy",
    site: "Site",
    kubernetes: "Kubernetes",
    engines: "Refusals by",
    date: "As of",
    vantages: "Namespaces probed",
    countsNote:
      "The margins say how many findings of each level the row or column holds; “not applicable” does not count.",
    worstNote: "Where there are several namespaces, the worst verdict counts.",
    ownParameters: "own parameters",
    declared: "operator's statement",
    otherProfile: "other profile",
    contradictory: "contradictory files",
    notInProfile: "not in the profile",
    further: "Further policies that the profile does not know",
    scrollHint: "The table scrolls sideways.",
  },
  evidence: {
    title: "Evidence of the deviations",
    intro:
      "Every attempt is like a control object without a violation but for what it tries. It is sent as a dry run only and not stored.",
    introDeep:
      "For attempts that change something, an object without a violation was stored for a while; it never starts.",
    introSlimmed:
      "Where a site slimmed its result, pseudonyms stand in the messages in place of its names (such as name-eff301624676).",
    none: "There are no deviations.",
    tried: "Attempt",
    expected: "Expected",
    happened: "Result",
    by: "by",
    ruleOf: "rule",
    webhookOf: "webhook",
    changes: "Changed by the cluster",
    comply: "How applications keep to the policy",
    back: "back to the matrix",
    toPolicy: "to the policy",
    vantage: "Namespace",
    otherVantages: "In the other namespaces:",
    notProbed: "By its configuration the run was to probe there; the result holds nothing about that.",
    exemptions: "What engines exempt by their configuration",
    attempts: "Attempts",
    auditHint: "Rules that only log (audit mode) are invisible to the caller and count as not enforced here.",
    byController:
      "The tenant itself is refused this pod. If a controller makes it, as it does for every Deployment, it is admitted, and so is the Deployment with the violation: the tenant can have the pod.",
    failOpenHint:
      "While the service behind this webhook is down, what it would refuse is admitted (failurePolicy: Ignore).",
  },
  site: {
    title: "Sites",
    caption: "The sites at a glance",
    details: "Details by site",
    name: "Site",
    state: "State",
    id: "Id",
    kubernetes: "Kubernetes",
    distribution: "Distribution",
    nodes: "Nodes",
    storage: "Storage classes",
    engines: "Policy engines installed in addition",
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
    vantages: "Namespaces",
    notProbed: "not probed",
    podOverlay: "What the site demands of every pod, and what therefore stood in all attempts (podOverlay)",
    exemptions: "Exempt by configuration",
    unknown: "unknown",
    none: "none",
    reporting: "reporting only",
    failurePolicy: "when down",
    failsClosed: "refuses (Fail)",
    failsOpen: "lets pass (Ignore)",
    compliantPod: "pod without violations",
    podSecurity: "Pod Security",
    noLabels: "no labels",
    allLeftOut:
      "With so many sites or attempts, only the evidence of the deviations is shown here. The file that --json writes holds all attempts.",
  },
  idSources: {
    "kube-system-uid": "uid of the namespace kube-system",
    "api-server-ca": "hash of the API server's certificate authority",
    "api-server-url": "hash of the API server's address, not necessarily unique",
  },
  probeSets: { core: "core set (core)", deep: "deep set (deep)" },
  vantageKinds: { fresh: "made for the run", tenant: "existing" },
  identities: {
    token: "as a tenant with its own token",
    impersonation: "as a tenant by impersonation",
    none: "not as a tenant",
  },
  policy: {
    title: "Policies",
    forbids: "Requirement",
    why: "Reason",
    comply: "Keeping to it",
    seedName: "Name in the proof of concept",
    requirements: "Requirements",
    parameters: "Parameters of the profile",
    sources: "About the requirement numbers",
    unknown: "Only a site's result knows this policy, the profile does not.",
  },
  limits: {
    title: "Limits of this test",
    items: [
      "What is tested is how the cluster answers when a pod is admitted. Running pods are not looked at, and no attempt is ever started.",
      "Rules in audit mode are invisible to the caller; what they are about appears as not enforced. Where the engine's rules could be read, the evidence names those that only report. Warnings are visible; what only causes warnings appears as only warned.",
      "Whether too much is refused is tested with a few edge cases only.",
      "The named namespaces were probed. Elsewhere there may be exemptions.",
      "Every result holds for its time. Whether the site was changed since is not known.",
      "“Enforced” describes how the cluster behaved in the attempts. This report is no certificate, and no proof that requirements are implemented.",
      "This report is not provided by FITKO or BSI.",
    ],
  },
  inputs: {
    title: "Inputs",
    intro: "The same inputs give the same report, byte for byte.",
    caption: "Files that were read, and their checksums",
    archive: "Archive",
    hash: "SHA-256",
    ofResult: "of the JUnit file in the folder",
  },
  footer: "All times in UTC.",

  siteName: (shortId) => `Site ${shortId}`,
  archiveName: (archive) => `Archive ${archive}`,
  key: ({ sites, policies, cells, levels }) => {
    const parts = [
      ...levelWords(levels),
      ...(levels.none > 0 ? [counted(levels.none, "not applicable")] : []),
    ];
    return `${sizesOf({ sites, policies, cells })}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}.`;
  },
  sizes: sizesOf,
  mostOpen: (open) =>
    `Most often open: ${list.format(open.map(({ title, sites, waived }) => `${quoted(title)} (at\u00a0${counted(sites, sites === 1 ? "site" : "sites")}${waived > 0 ? `, ${counted(waived, "of them with a waiver")}` : ""})`))}.`,
  withoutResult: (n) => `${count(n, "further archive holds", "further archives hold")} no usable result.`,
  furtherLeftOut: (n) =>
    `${count(n, "further policy", "further policies")} that the profile does not know ${n === 1 ? "is" : "are"} not listed.`,
  moreLines: (n) => `… (${count(n, "more line", "more lines")})`,
  round: (newest, oldest) => (newest === oldest ? newest : `${oldest} to ${newest}`),
  runTime: (started, seconds) =>
    `${started}${seconds === undefined ? "" : `, took ${number.format(seconds)} s`}`,
  share: (n, of) => `${number.format(n)} of ${number.format(of)}`,
  openOf: (open, of) => `${number.format(open)} of ${number.format(of)} admitted`,
  verdictSentence: (verdict, numbers, reason) => sentenceOf(verdict, numbers, reason),
  namespacesSentence: (n, of) => {
    if (n === 0) return "No namespace was probed.";
    if (n < of) return `${number.format(n)} of ${number.format(of)} namespaces were probed.`;
    return n === 1 ? "One namespace was probed." : `All ${number.format(n)} namespaces were probed.`;
  },
  cellPart: (n, all) => `${number.format(n)} of ${number.format(all)} namespaces`,
  cellEverywhere: (all) => `in all ${number.format(all)} namespaces`,
  vantage: (namespace, alike, all) => {
    if (all === 1) return `Probed in the namespace ${namespace}.`;
    const same = alike.length === 0 ? "" : `; the same in ${list.format(alike)}`;
    return `The verdict is that of the namespace ${namespace}${same}.`;
  },
  everywhere: (namespace, all) =>
    `The same in ${all === 2 ? "both" : `all ${number.format(all)}`} namespaces (shown: ${namespace}).`,
  names: (names) => list.format(names),
  exemption: (engine, namespaces) => `${list.format(namespaces)}: exempt by the configuration of ${engine}:`,
  exemptionHere: (engine, policies) =>
    policies === undefined
      ? `${engine}, all rules:`
      : `${engine}, ${policies.length === 1 ? "rule" : "rules"} ${list.format(policies)}:`,
  reporting: (engine, policies) =>
    policies.length === 1
      ? `${engine} is installed here and has a rule for this that only reports violations and refuses none: ${policies[0]}.`
      : `${engine} is installed here and has rules for this that only report violations and refuse none: ${list.format(policies)}.`,
  alternative: (id) =>
    `The usual pod without violations was refused. The attempts were made in the form ${quoted(id)}; every pod held in addition:`,
  nodes: (n) => count(n, "node", "nodes"),
  allEvidence: (n) => `All evidence (${count(n, "attempt", "attempts")})`,
  problem: (problem, archive) => problemOf(problem, quoted(archive)),
  note: (note) => noteOf(note),
  packing: (packing, slimmed) => {
    const first = packingOf(packing);
    return slimmed === undefined
      ? first
      : `${first}; slimmed at the site with dvs ${slimmed.version}, names replaced by pseudonyms`;
  },
  sitesFile: (problem, file, line) => `${file}, line ${line}: ${sitesFileOf(problem)}`,
  summary: summaryEn,
  audience: audienceEn,
  explain: explainEn,
  export: exportEn,
  cases: evidenceEn,
  differences: differencesEn,
  waivers: waiversEn,
  age: (days) => `${counted(days, days === 1 ? "day" : "days")} old`,
  page: pageEn,
  rounds: roundsEn,
  cli: {
    written: (path) => `Report: ${path}`,
    site: (name, state, found) => `  ${name}: ${state}${found === undefined ? "" : `, ${found}`}`,
    found: ({ none: _, ...levels }) => {
      const { enforced, gaps, open, undetermined } = levels;
      if (undetermined === 0)
        return `${number.format(enforced)} of ${number.format(enforced + gaps + open)} enforced`;
      return [...(enforced === 0 ? ["0 enforced"] : []), ...levelWords(levels)].join(", ");
    },
    noWrite: (path, detail) => `${path} cannot be written (${fileErrorOf(detail)}). Name another place.`,
    noRead: (path, detail) =>
      `${path} cannot be read (${fileErrorOf(detail)}). Check the path and the right to read.`,
    notUtf8: (path) => `${path} is not stored in UTF-8. Store the file as UTF-8.`,
    noPath: (option) => `${option} lacks its place. Name a file.`,
    sameTarget: ([one, other], path) => `${one} and ${other} both name ${path}. Name different files.`,
    overArchive: (path) => `${path} is a site's archive and is not overwritten. Name another place.`,
    overInput: (path) => `${path} is one of the inputs and is not overwritten. Name another place.`,
    unknownProfile: (id, known) => `There is no profile ${quoted(id)}. Known: ${known.join(", ")}.`,
    unknownFailOn: (name, known) => `--fail-on does not know ${quoted(name)}. Possible: ${known.join(", ")}.`,
    wrongEpoch: (value) => `SOURCE_DATE_EPOCH is ${quoted(value)}; expected are whole seconds since 1970.`,
    failsOn: (names) => `Found what --fail-on looks for: ${names.join(", ")}.`,
  },
};

const fileErrors: ReadonlyMap<string, string> = new Map([
  ["EACCES", "no permission"],
  ["EISDIR", "it is a folder"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ENOENT", "it does not exist"],
  ["ENOSPC", "no space left"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EPERM", "no permission"],
  ["EROFS", "the file system is read-only"],
]);

/** The code of a file system's error in words; one that is not known as it is. */
function fileErrorOf(code: string): string {
  return fileErrors.get(code) ?? code;
}

function sentenceOf(
  verdict: Parameters<Text["verdictSentence"]>[0],
  { must, open, openShould }: VerdictNumbers,
  reason: string | undefined,
): string {
  const because = reason === undefined ? "" : ` ${reason}`;
  const admitted = `${number.format(open)} of ${count(must, "must attempt", "must attempts")} ${open === 1 ? "was" : "were"} admitted`;
  switch (verdict) {
    case "enforced":
      return "The policy is enforced: all must attempts were refused or neutralised.";
    case "enforced-stricter":
      return "The policy is enforced more strictly than required: something permitted was refused as well.";
    case "enforced-looser":
      return `The policy is enforced, but looser: all must attempts were refused or neutralised, ${count(openShould, "should attempt was", "should attempts were")} admitted.`;
    case "partly-enforced":
      return open === 0
        ? "The policy is enforced in part at best: not every refusal can be put down to this policy."
        : `The policy is enforced in part only: ${admitted}.`;
    case "warned-only":
      return "Violations are only reported: the pods were admitted with a warning.";
    case "not-enforced":
      return `The policy is not enforced: ${admitted}${open === must ? "" : "; for none is it shown that the policy refuses it"}.`;
    case "over-blocking":
      return "The cluster refused every pod with the same message, even the one that keeps to all policies. That says nothing about a single policy.";
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
  elements: "elements in a JUnit file",
  attributes: "attributes in a JUnit file",
  testCases: "test cases",
  vantages: "namespaces",
  unknownPolicies: "policies that the catalogue does not know",
};

function packingOf(packing: Packing): string {
  switch (packing.by) {
    case "sonobuoy":
      return `by Sonobuoy${packing.version === undefined ? "" : ` ${packing.version}`} (${packing.uuid})`;
    case "other":
      return packing.name === "demo"
        ? "packed by the demo, not by Sonobuoy"
        : `packed by ${quoted(packing.name)}, not by Sonobuoy`;
    case "unknown":
      return "made without Sonobuoy (no facts in the archive)";
    case "file":
      return "a JUnit file on its own, not packed by Sonobuoy";
  }
}

/** Folders with what lies in them. */
function surplusText({ folders, configMaps, secrets }: Surplus): string {
  const parts = folders.map(
    ({ folder, members, bytes }) => `${folder}/ (${count(members, "file", "files")}, ${bytesText(bytes)})`,
  );
  const lists = [
    ...(configMaps > 0 ? [`ConfigMaps of ${count(configMaps, "namespace", "namespaces")}`] : []),
    ...(secrets > 0 ? [`Secrets of ${count(secrets, "namespace", "namespaces")}`] : []),
  ];
  return `${list.format(parts)}${lists.length === 0 ? "" : `, among them ${list.format(lists)}`}`;
}

/** Bytes as people read them. */
function bytesText(bytes: number): string {
  const [unit, size] = bytes < 1000 ? ["bytes", 1] : bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
  return `${new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 }).format(bytes / Number(size))}\u00a0${unit}`;
}

function problemOf(problem: Problem, archive: string): Saying {
  switch (problem.kind) {
    case "not-readable":
      return {
        text: `${archive} cannot be read (${fileErrorOf(problem.detail)}). Check the path and the right to read.`,
      };
    case "no-file":
      return { text: `${archive} is neither a file nor a folder. Name the archive as a file.` };
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
      if (problem.elsewhere !== undefined)
        return {
          text: `${archive}: the plugin dvs did run, but its result lies at ${quoted(problem.elsewhere)} and not under plugins/dvs/results/global. Use the plugin definition that is shipped (driver: Job).`,
        };
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
        text: `Sonobuoy has no result of the plugin (${archive}, member ${quoted(problem.member)}). ${failures[failureCause(problem.detail)]}`,
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
    case "surplus":
      return {
        text: `The archive holds data of the cluster that the comparison does not need: ${surplusText(note)}. Use "dvs slim" before it is handed on, and collect with deploy/sonobuoy-lean.json from now on.`,
      };
    case "cut-off-before":
      return {
        text: "The archive had been cut off already when the site slimmed it. Fetch the run again (sonobuoy retrieve) and slim it.",
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
    case "same-run-slimmed":
      return {
        text: `${quoted(note.archive)} holds the same run with the same results; the files differ in names only. The slimmed one is shown.`,
      };
    case "same-run-differs":
      return {
        text: `${quoted(note.archive)} names the same run with another content. Shown is the file in which less was refused. Find out where both files come from.`,
      };
    case "same-file":
      return { text: `The same file was also given as ${quoted(note.archive)}.` };
    case "cut-short":
      return { text: "The run ended early.", quote: note.detail };
    case "probes-lacking":
      return {
        text: `${count(note.count, "expected attempt is", "expected attempts are")} missing from the result and ${note.count === 1 ? "counts" : "count"} as inconclusive.`,
      };
    case "policies-lacking":
      return {
        text: `The result holds no attempt for ${count(note.count, "policy", "policies")} of the profile.`,
      };
    case "vantages-lacking":
      return {
        text: `By its configuration the run was to probe here as well: ${list.format(note.namespaces)}. The result holds nothing about that.`,
      };
    case "vantages-unanswered":
      return note.detail === undefined
        ? {
            text: `In ${list.format(note.namespaces)} nothing could be tried; the reason stands under “Namespaces”.`,
          }
        : {
            text: `In ${list.format(note.namespaces)} nothing could be tried, because the preparations failed.`,
            quote: note.detail,
          };
    case "vantages-unknown":
      return {
        text: `The result holds attempts in ${list.format(note.namespaces)}, but does not describe how was probed there. They count as inconclusive.`,
      };
    case "no-tenant":
      return {
        text: `In ${list.format(note.namespaces)} was not probed as a tenant. Administrators are often exempt.`,
      };
    case "probes-doubted":
      return {
        text: `The result calls ${count(note.count, "attempt", "attempts")} not applicable, which neither the Kubernetes version nor the configuration bears out; ${note.count === 1 ? "it counts" : "they count"} as inconclusive. Find out where the file comes from.`,
      };
    case "stale":
      return {
        text: `The result is ${count(note.days, "day", "days")} old, more than the ${number.format(note.after)} that it should be at most, reckoned by ${note.day}${note.given ? "" : ", the day of the newest result"}. What was changed at the site since then is not in it. Repeat the run.`,
      };
    case "future":
      return {
        text: `The result is later (${note.finished}) than the date of the report. Check the site's clock and SOURCE_DATE_EPOCH.`,
      };
    case "other-profile":
      return {
        text: `The result was made by the profile ${note.id} ${note.version}. It is judged by this report's profile; what only the file knows keeps its own weight. Repeat the run with this profile.`,
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
    case "no-id":
      return "the entry has neither “id” nor “match”; one of them is needed to find its result.";
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

import type { ExplainText, RunWords } from "./explain-text.ts";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
const quoted = (text: string): string => `“${text}”`;
const counted = (n: number, one: string, many: string): string[] =>
  n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];

const runOf = ({ run, time, tool, profile, kubernetes }: RunWords): string =>
  `on ${time} (run ${run}, ${tool}, profile ${profile}${kubernetes === undefined ? "" : `, Kubernetes ${kubernetes}`})`;

/** The English words of `dvs explain`. */
export const explainEn: ExplainText = {
  run: (words) =>
    `Probed ${runOf(words)} in the namespace ${words.namespace}, ${words.kind === "fresh" ? "which was made for the run" : "which existed before"}.`,
  nothingTried: (words) =>
    `In the namespace ${words.namespace} nothing was tried ${runOf(words)}, because the preparations failed:`,
  identity: (identity, deep) => {
    const rights = `could create ${deep ? "and change " : ""}there what was tried and nothing else. That matters because administrators are often exempt.`;
    return {
      token: `The requests came from a ServiceAccount with its own token, which ${rights}`,
      impersonation: `The requests were made by impersonation, as a ServiceAccount that ${rights}`,
      none: "Nothing shows that the requests came from an ordinary tenant. Administrators are often exempt.",
    }[identity];
  },
  dryRun:
    "Every attempt was a dry run with strict field validation (dryRun=All, fieldValidation=Strict): it went through the same checks as a real pod, and was not stored.",
  storedForUpdates:
    "Only the objects without a violation of which an update was tried were stored for that time; they were not started either.",
  undescribed: (namespace) =>
    `The result does not say how the namespace ${namespace} was probed, so nothing can be said about it.`,
  compliant: {
    admitted:
      "The pod that keeps to all policies was admitted there: the cluster does not refuse everything.",
    mutated:
      "The pod that keeps to all policies was admitted there, and changed: the cluster does not refuse everything.",
    warned:
      "The pod that keeps to all policies was admitted there with a warning: the cluster does not refuse everything.",
    refused:
      "Even the pod that keeps to all policies was refused there. So a refusal counts only if its message names this policy. The message about that pod:",
    "control-refused":
      "Even the pod that keeps to all policies was refused there. So a refusal counts only if its message names this policy. The message about that pod:",
    inconclusive: "Whether the pod that keeps to all policies is admitted there could not be determined:",
    "not-applicable": "The pod that keeps to all policies was not tried there.",
  },
  podOverlay: "Every pod also held what the site demands (podOverlay of the configuration):",
  attempts: ({ must, should, info, edges }) => {
    const violations = [
      ...counted(must, "must attempt", "must attempts"),
      ...counted(should, "should attempt", "should attempts"),
      ...counted(info, "info attempt", "info attempts"),
    ];
    const permitted = counted(
      edges,
      "edge case that is to be admitted",
      "edge cases that are to be admitted",
    );
    return `Violating the policy: ${violations.length === 0 ? "no attempts" : list.format(violations)}${permitted.length === 0 ? "" : `; in addition ${permitted.join("")}`}:`;
  },
  chosen: (why, probe, says) => {
    const lead = {
      decisive: "The verdict hangs on the attempt",
      example: "An example is the attempt",
      asked: "Chosen is the attempt",
    }[why];
    return `${lead} ${probe}: ${says}.`;
  },
  difference: (control) => `From the control pod (${control}), which has no violation, it differs only in:`,
  resources: {
    Deployment: "The pod stands in the template of a Deployment.",
    StatefulSet: "The pod stands in the template of a StatefulSet.",
    DaemonSet: "The pod stands in the template of a DaemonSet.",
    Job: "The pod stands in the template of a Job.",
    CronJob: "The pod stands in the template of a CronJob.",
  },
  updates: {
    Pod: "The attempt changes an existing pod.",
    "Pod/ephemeralcontainers": "The attempt adds an ephemeral container to an existing pod.",
    Deployment: "The attempt changes the template of an existing Deployment.",
  },
  edge: "It keeps to the policy and is to be admitted.",
  answers: {
    admitted: "The cluster admitted it, without a refusal, a change or a warning.",
    warned: "The cluster admitted it with nothing but a warning:",
    mutated:
      "The cluster admitted it, but changed it such that it keeps to the policy. So it counts as neutralised. The change:",
    inconclusive: "The cluster's answer permits no statement:",
    "not-applicable": "The attempt does not apply at this site:",
  },
  refused: (by) => `The cluster refused it, by ${by}. The message, verbatim:`,
  controlRefused: (by) =>
    `The cluster refused it${by === undefined ? "" : `, by ${by}`}, but the control pod without the violation as well. The message, verbatim:`,
  notTried:
    "This attempt belongs to what the run was to try, but the result does not hold it. It counts as inconclusive.",
  attributions: {
    both: "The message names this policy, and the control pod was admitted. So the refusal means the violation.",
    difference:
      "The message does not name the policy. But the control pod was admitted again right afterwards. As nothing but the violation tells the two apart, the refusal means the violation.",
    message:
      "The control pod was refused too, but for another reason: only this attempt's message names the policy. So the refusal counts for it.",
    "control-too":
      "The same rule refused the control pod as well. So the policy is enforced, and the rule demands more at this site than the profile does.",
    entailed:
      "The control pod was refused too. The API permits what is forbidden here only together with something else, which the control pod has already and which the profile forbids as well. As long as the cluster refuses that, the violation does not get in either; so the refusal counts.",
    probable:
      "The control pod was admitted, but the property that was tried touches several rules, and the message leaves open which one is meant. So the refusal does not count as evidence.",
  },
  conclusion: (verdict, why) => `So the verdict is ${quoted(verdict)}. ${why}`,
  flags: {
    byMutation: "The cluster enforces this by changing pods in place of refusing them.",
    failOpen:
      "While the service behind the refusing webhook is down, what it would refuse is admitted (failurePolicy: Ignore).",
    stricter: "Something that the policy permits was refused as well.",
    incomplete: "Some of the attempts proved nothing.",
    stale: "The result is stale.",
    waived: "An exception has been agreed for this finding.",
    exempt: "The configuration of an engine exempts the namespace or the tenant:",
  },
  missing: "The result holds no attempt for this policy, so there is nothing to repeat.",

  repeat: "How to repeat the attempt",
  noRepetition: {
    "unknown-probe":
      "This program's catalogue does not know this attempt. Only the version that made the result can name a command.",
    "no-image": "The result does not say which image stood in the attempts, so no command can be given.",
    "strange-names":
      "The run or the namespace has a name in the result that no run gives. No command is made of such names; find out where the file comes from.",
    undescribed: "How was probed there is not known, so no command can be given.",
  },
  fresh: (namespace, serviceAccount) =>
    `The namespace ${namespace} and the ServiceAccount ${serviceAccount} exist no more: both were removed after the run. The commands make them again with the same names and labels and with the rights that this attempt takes, so nothing changes in the request on which the answer could depend. Labels that the site itself gives to new namespaces are added as in the run, sometimes a moment later.`,
  tenant: (namespace, serviceAccount) =>
    `The ServiceAccount ${serviceAccount} exists no more: it was removed after the run. The commands make it again in the namespace ${namespace} with the same name and with the rights that this attempt takes, so nothing changes in the request on which the answer could depend. If you do not want to make anything there, name a ServiceAccount that exists and has the rights, with --service-account.`,
  ownServiceAccount: (namespace, serviceAccount) =>
    `The commands act as the existing ServiceAccount ${serviceAccount} in the namespace ${namespace}; it must be allowed to create and change there what is tried. Without that right the cluster refuses for this reason alone, and the answer says nothing about the policy. That of the run was another one. So the answer may differ where rules, exemptions or rights (such as OpenShift's SCC) hang on the identity.`,
  impersonation:
    "The commands can be run by whoever may create the objects named and act as a ServiceAccount (--as), usually an administrator. The cluster checks the attempts as requests of the ServiceAccount all the same.",
  target: "The commands hold for the cluster that kubectl points to.",
  otherCluster:
    "Not confirmed: kubectl points to another cluster than that of the run, or the uid cannot be read.",
  stored:
    "An update can only be tried on an object that exists. For that a pod with a scheduling gate, or a paused Deployment without replicas, is stored, without a violation; nothing is started. kubectl must be of version 1.32 or newer.",
  differs:
    "Mind: this program's catalogue describes the attempt otherwise than the result does. The commands follow the catalogue.",
  compare:
    "Compare the answer to the attempt with the one that was recorded. What counts is whether it is admitted or refused, and which rule the message names; kubectl sometimes words the beginning of the message otherwise. If the answer differs beyond that, something was changed in the cluster since; then repeat the run.",
  slimmed:
    "Mind: this archive was slimmed. Names in it are replaced by pseudonyms, in the commands below too (such as namespaces, registry and image); as they are, the commands repeat nothing. To repeat the attempt, call dvs explain at the site with the full archive, or replace the pseudonyms in the commands by the true names.",
  compareSlimmed:
    "Only once the commands hold the true names, compare the answer to the attempt with the one that was recorded. What counts is whether it is admitted or refused, and which rule the message names. If the answer differs, check first whether a pseudonym is left in the command; otherwise it says nothing about the cluster.",
  steps: {
    cluster: "Check that kubectl points to the cluster of the run",
    rights: "Check that the ServiceAccount may do that (if “no”, the answer says nothing)",
    "prepare-fresh": "Make namespace and ServiceAccount as in the run",
    "prepare-tenant": "Make the ServiceAccount as in the run",
    store: "Store an object without a violation, of which an update is tried",
    control: "For comparison: the same without the violation",
    probe: "The attempt",
    "clean-up": "Clean up",
  },
  inTheRun: (outcome) => `(in the run: ${outcome})`,
  problem: (problem) => {
    switch (problem.kind) {
      case "no-policy":
        return `There is no policy ${quoted(problem.asked)}.${problem.near === undefined ? "" : ` Perhaps ${problem.near} is meant.`} Known: ${problem.known.join(", ")}.`;
      case "no-namespace":
        return `This policy was not probed in the namespace ${quoted(problem.asked)}. Probed: ${problem.known.join(", ") || "none"}.`;
      case "no-probe":
        return `There is no attempt ${quoted(problem.asked)} for this policy. There are: ${problem.known.join(", ")}.`;
      case "no-service-account":
        return `${quoted(problem.asked)} is no name of a ServiceAccount. It consists of lower-case letters, digits and hyphens.`;
      case "service-account-in-fresh":
        return "--service-account works in an existing namespace only: in one that is made anew, none may create pods. Leave it out, or choose an existing one with --namespace.";
    }
  },
};

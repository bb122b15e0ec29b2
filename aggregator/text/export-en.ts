import type { ExportText } from "./export-text.ts";

const number = new Intl.NumberFormat("en-GB");
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** The English words of the exports. */
export const exportEn: ExportText = {
  separator: ",",
  yes: "yes",
  no: "no",
  columns: {
    site: "Site",
    siteId: "Site id",
    group: "Group",
    state: "State of the result",
    policy: "Policy",
    policyId: "Policy id",
    agreed: "In the profile",
    verdict: "Verdict",
    level: "Level",
    sentence: "Reason",
    remarks: "Remarks",
    change: "Change",
    before: "Verdict before",
    waiver: "Waiver",
    waiverExpires: "Waiver until",
    waiverOwner: "Waiver: owner",
    waiverReason: "Waiver: reason",
    decisive: "Decisive namespace",
    namespaces: "Namespaces with this verdict",
    engines: "Refused by",
    time: "Result of (UTC)",
    age: "Age in days",
    archive: "Archive",
    sha256: "SHA-256",
    hashed: "SHA-256 of",
  },
  hashed: { file: "file", "junit.xml": "JUnit file in the folder" },
  classification: "Classification",

  sheets: {
    overview: "Overview",
    matrix: "Matrix",
    deviations: "Deviations",
    sites: "Sites",
    policies: "Policies",
  },
  fact: "Fact",
  value: "Value",
  sign: "Sign",
  meaning: "Meaning of the level",
  count: "Number",
  counts: { enforced: "enforced", gaps: "gaps", open: "open", undetermined: "undetermined" },
  page: "Page",

  noResult: "The archive holds no usable result.",
  moreAttempts: (count) =>
    count === 1 ? "… and one more attempt" : `… and ${number.format(count)} more attempts`,

  markdown: {
    level: "Level",
    count: "Number",
    policy: "Policy",
    found: "enforced",
    sites: "Deviations",
  },
  wasAndIs: (before, now) => `${before}, now ${now}`,
  deviation: ({ verdict, count, sites }) =>
    sites === undefined
      ? `${verdict}: ${number.format(count)} ${count === 1 ? "site" : "sites"}`
      : `${verdict}: ${sites.join(", ")}`,
  state: (site, state) => `${site} (${state})`,
  leftOut: (rows) =>
    `For lack of room ${rows === 1 ? "one more line is" : `${number.format(rows)} more lines are`} left out here; the report has all of them.`,

  oscal: {
    description:
      "The cluster's answers when pods that violate a policy ask for admission (dry run, nothing is started).",
    noCertificate:
      "No certificate, and no proof that a requirement is implemented: “satisfied” and “not-satisfied” are the words that OSCAL prescribes. They are about the local objective alone, that is, about what the cluster refused when it was tried.",
    noPlan:
      "There is no OSCAL assessment plan for this assessment. The profile takes its place: the policies agreed on, with their attempts and parameters.",
    planTitle: "Profile that was assessed by",
    tool: "Assessment tool",
    toolTitle: "Plugin for Sonobuoy, and its evaluation",
    undetermined:
      "Undetermined: the attempts do not tell whether the policy is enforced, so there is no finding about it.",
    timeUnknown: "The time is not known.",
    noResult: "There is no usable result of this site.",
    satisfied: "All policies that are mapped to it were enforced when tried.",
    gaps: "Gaps: some of the attempts were admitted, or were not demonstrably refused by the policy.",
    notSatisfied: "Attempts that violate a policy mapped to it were admitted.",
    waived:
      "A waiver that was agreed on covers this deviation. It changes neither the verdict nor a finding.",
    waiverExpired: "The waiver has expired; the verdict holds again without reservation.",
  },
  oscalResult: (site) => `Assessment of the site ${site}`,
  oscalCluster: (site) => `Cluster of the site ${site}`,
  oscalObjective: (control, policies) =>
    `What of ${control} can be enforced when pods are admitted: ${list.format(policies)}`,
  oscalEnforced: (count) =>
    `${count === 1 ? "One policy is" : `${number.format(count)} policies are`} enforced: all must attempts were refused or neutralised.`,
  oscalNotApplicable: (count) =>
    count === 1
      ? "One policy does not apply at this site."
      : `${number.format(count)} policies do not apply at this site.`,
  oscalFinding: (control, site) => `${control} at ${site}`,
  oscalRisk: (policy, site) => `${policy} at ${site}: deviation with a waiver`,
  oscalShare: (count, of) =>
    `${number.format(count)} of ${number.format(of)} policies mapped to it are enforced.`,
};

import type { Language } from "#policies";

/** What is at work at each kind of site with policy engines, in words; the kinds' ids stand before it in the tables. */
export const siteWords: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  "kyverno-bare": { de: "Kyverno ohne Richtlinien", en: "Kyverno without policies" },
  "kyverno-enforce": {
    de: "Kyverno mit unseren Regeln, ablehnend",
    en: "Kyverno with our rules, refusing",
  },
  "kyverno-audit": {
    de: "dieselben im Modus Audit: für den Aufrufer unsichtbar",
    en: "the same in Audit: invisible to the caller",
  },
  "kyverno-mutate": {
    de: "Kyverno ändert Pods und lehnt keinen ab",
    en: "Kyverno changes pods and refuses none",
  },
  "kyverno-generated": {
    de: "ValidatingAdmissionPolicies, die Kyverno aus seinen Richtlinien erzeugt",
    en: "ValidatingAdmissionPolicies that Kyverno makes of its policies",
  },
  "kyverno-killed-ignore": {
    de: "Kyverno fällt mitten im Lauf aus, failurePolicy Ignore",
    en: "Kyverno is killed in the middle of the run, failurePolicy Ignore",
  },
  "kyverno-killed-fail": {
    de: "Kyverno fällt mitten im Lauf aus, failurePolicy Fail",
    en: "Kyverno is killed in the middle of the run, failurePolicy Fail",
  },
  "kyverno-classic": {
    de: "Kyvernos eigenes Chart (Pod Security, restricted), unverändert: ClusterPolicies",
    en: "Kyverno's own chart (Pod Security, restricted), unchanged: ClusterPolicies",
  },
  "kyverno-chart": {
    de: "dasselbe Chart in seiner CEL-Form: ValidatingPolicies",
    en: "the same chart in its CEL form: ValidatingPolicies",
  },
  "gatekeeper-bare": { de: "Gatekeeper ohne Constraints", en: "Gatekeeper without constraints" },
  "gatekeeper-enforce": {
    de: "Gatekeeper mit unseren Regeln, ablehnend, über seinen Webhook",
    en: "Gatekeeper with our rules, refusing, by its webhook",
  },
  "gatekeeper-warn": { de: "dieselben mit der Aktion warn", en: "the same with the action warn" },
  "gatekeeper-dryrun": {
    de: "dieselben mit der Aktion dryrun: für den Aufrufer unsichtbar",
    en: "the same with the action dryrun: invisible to the caller",
  },
  "gatekeeper-generated": {
    de: "ValidatingAdmissionPolicies, die Gatekeeper aus seinen Templates erzeugt",
    en: "ValidatingAdmissionPolicies that Gatekeeper makes of its templates",
  },
  "gatekeeper-killed-ignore": {
    de: "Gatekeeper fällt mitten im Lauf aus, failurePolicy Ignore (so ausgeliefert)",
    en: "Gatekeeper is killed in the middle of the run, failurePolicy Ignore (as published)",
  },
  "gatekeeper-killed-fail": {
    de: "Gatekeeper fällt mitten im Lauf aus, failurePolicy Fail",
    en: "Gatekeeper is killed in the middle of the run, failurePolicy Fail",
  },
  "gatekeeper-published": {
    de: "Templates und Constraints, die Gatekeeper selbst mitliefert, unverändert",
    en: "templates and constraints that Gatekeeper ships, unchanged",
  },
  "two-engines": {
    de: "die eine Hälfte der Richtlinien durch Kyverno, die andere durch Gatekeeper",
    en: "one half of the policies by Kyverno, the other one by Gatekeeper",
  },
  "kyverno-pss": {
    de: "Kyverno mit unseren Regeln für dieses Profil, ablehnend",
    en: "Kyverno with our rules for this profile, refusing",
  },
  "gatekeeper-pss": {
    de: "Gatekeeper mit unseren Regeln für dieses Profil, ablehnend, über seinen Webhook",
    en: "Gatekeeper with our rules for this profile, refusing, by its webhook",
  },
  "openshift-stock": {
    de: "OpenShifts SCC im Auslieferungszustand (restricted-v2)",
    en: "OpenShift's SCC as delivered (restricted-v2)",
  },
  "openshift-privileged": {
    de: "alle dürfen zusätzlich die SCC privileged benutzen",
    en: "everybody may use the SCC privileged as well",
  },
  "openshift-vap": {
    de: "SCC im Auslieferungszustand, dazu unsere ValidatingAdmissionPolicies",
    en: "SCC as delivered, and our ValidatingAdmissionPolicies beside",
  },
  "openshift-anyuid": {
    de: "alle dürfen zusätzlich die SCC anyuid benutzen",
    en: "everybody may use the SCC anyuid as well",
  },
  "openshift-host-pid": {
    de: "restricted-v2 lässt abweichend hostPID zu",
    en: "restricted-v2 permits hostPID, other than delivered",
  },
};

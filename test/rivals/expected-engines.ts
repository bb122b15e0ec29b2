import { openShiftTruths } from "../api/truth/openshift.ts";
import { truths } from "../cluster/truth/index.ts";
import { outcomeKind } from "../cluster/truth/truth.ts";
import { type Truths, truthsOf } from "./cells.ts";
import { kdiggerCells, probrCells } from "./cells-of-rival.ts";
import type { ExpectedSite } from "./expected.ts";

const gone = "Its engine dies during a run: what is asked before and after has two truths.";
const bare = "An engine without policies is a site without policies.";

/** The kinds of site with engines at which the rivals are not judged, and why not. */
export const notJudged: Readonly<Record<string, string>> = {
  "kyverno-bare": bare,
  "gatekeeper-bare": bare,
  "kyverno-killed-ignore": gone,
  "kyverno-killed-fail": gone,
  "gatekeeper-killed-ignore": gone,
  "gatekeeper-killed-fail": gone,
};

const silent = "Everything is admitted, and both say so; neither tells of what an engine reports.";
const byVap =
  "The API server refuses by the ValidatingAdmissionPolicies that the engine made, with 422, before it asks the engine.";
const byScc =
  "Probr's administrator may use every constraint, also `privileged`; kdigger asks as a tenant and is refused with 403.";

/** Probr as an administrator, whom no constraint stops. */
const unstopped = { "k-cra-003": "right" } as const;

/** By the id of the kind; their truths are those that the runs of ours are held to. */
export const expectedEngineSites: Readonly<Record<string, ExpectedSite>> = {
  "kyverno-enforce": {
    says: "all 14 by Kyverno",
    why: "kdigger's pods break six or seven policies at once. Probr's compliant pod is refused as well, and Kyverno's 400 for NET_RAW is no 403.",
    truths: truthsOfKind("kyverno-enforce"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "wrong: failed" }) },
  },
  "kyverno-audit": {
    says: "all 14 by Kyverno in Audit",
    why: silent,
    truths: truthsOfKind("kyverno-audit"),
    cells: { ...kdiggerCells("right"), ...probrCells("right") },
  },
  "kyverno-mutate": {
    says: "runAsNonRoot filled in by Kyverno",
    why: "Probr's pod with user 0 is admitted with runAsNonRoot, so that no node would start it; Probr does not look at what comes back.",
    truths: truthsOfKind("kyverno-mutate"),
    cells: { ...kdiggerCells("right"), ...probrCells("right", { "k-pod-009": "wrong: open" }) },
  },
  "kyverno-generated": {
    says: "all 14 by what Kyverno generated",
    why: byVap,
    truths: truthsOfKind("kyverno-generated"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "wrong: failed" }) },
  },
  "kyverno-classic": {
    says: "Kyverno's own chart, `restricted`, as ClusterPolicies",
    why: "Probr's compliant pod is not compliant with `restricted`, and Kyverno's 400 for NET_RAW is no 403.",
    truths: truthsOfKind("kyverno-classic"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "wrong: failed" }) },
  },
  "kyverno-chart": {
    says: "Kyverno's own chart, `restricted`, as ValidatingPolicies",
    why: "Probr's compliant pod is not compliant with `restricted`, and Kyverno's 400 for NET_RAW is no 403.",
    truths: truthsOfKind("kyverno-chart"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "wrong: failed" }) },
  },
  "gatekeeper-enforce": {
    says: "all 14 by Gatekeeper",
    why: "Gatekeeper refuses with 403, which is what Probr counts; its compliant pod is refused too.",
    truths: truthsOfKind("gatekeeper-enforce"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "right" }) },
  },
  "gatekeeper-warn": {
    says: "all 14 by Gatekeeper as warnings",
    why: silent,
    truths: truthsOfKind("gatekeeper-warn"),
    cells: { ...kdiggerCells("right"), ...probrCells("right") },
  },
  "gatekeeper-dryrun": {
    says: "all 14 by Gatekeeper as dryrun",
    why: silent,
    truths: truthsOfKind("gatekeeper-dryrun"),
    cells: { ...kdiggerCells("right"), ...probrCells("right") },
  },
  "gatekeeper-generated": {
    says: "all 14 by what Gatekeeper generated",
    why: byVap,
    truths: truthsOfKind("gatekeeper-generated"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "wrong: failed" }) },
  },
  "gatekeeper-published": {
    says: "limits and probes by Gatekeeper's own demo",
    why: "The rivals' pods have neither limits nor probes and are refused for that, with 403, which both count.",
    truths: truthsOfKind("gatekeeper-published"),
    cells: {
      ...kdiggerCells("wrong: blocked"),
      ...probrCells("no answer", { "k-pod-012": "wrong: blocked" }),
    },
  },
  "two-engines": {
    says: "half of the 14 by Kyverno, half by Gatekeeper",
    why: "Both engines refuse the pod with NET_RAW; the API server asks them at once and passes on the answer that came first: Kyverno's 400 or Gatekeeper's 403.",
    truths: truthsOfKind("two-engines"),
    cells: {
      ...kdiggerCells("right"),
      ...probrCells("no answer", { "k-pod-012": "right or wrong: failed" }),
    },
  },
  "openshift-stock": {
    says: "OpenShift as it comes",
    why: byScc,
    truths: truthsOfKind("openshift-stock"),
    cells: { ...kdiggerCells("right"), ...probrCells("wrong: open", unstopped) },
  },
  "openshift-privileged": {
    says: "OpenShift, tenants may use `privileged`",
    why: "Nothing asked for here is refused to a tenant either, and both say so.",
    truths: truthsOfKind("openshift-privileged"),
    cells: { ...kdiggerCells("right"), ...probrCells("right") },
  },
  "openshift-vap": {
    says: "OpenShift and all 14 by ValidatingAdmissionPolicy",
    why: "What the constraints let an administrator do, the policies refuse with 422, also Probr's compliant pod.",
    truths: truthsOfKind("openshift-vap"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "wrong: failed" }) },
  },
  "openshift-anyuid": {
    says: "OpenShift, tenants may use `anyuid`",
    why: byScc,
    truths: truthsOfKind("openshift-anyuid"),
    cells: { ...kdiggerCells("right"), ...probrCells("wrong: open", { ...unstopped, "k-pod-009": "right" }) },
  },
  "openshift-host-pid": {
    says: "OpenShift, `restricted-v2` changed to permit hostPID",
    why: byScc,
    truths: truthsOfKind("openshift-host-pid"),
    cells: { ...kdiggerCells("right"), ...probrCells("wrong: open", { ...unstopped, "k-pod-003": "right" }) },
  },
};

function truthsOfKind(id: string): Truths {
  const truth = [...truths, ...openShiftTruths].find(({ kind }) => kind === id);
  if (truth === undefined) throw new Error(`Nothing is written down about ${id}.`);
  const kinds = Object.entries(truth.outcomes).map(([probe, text]) => [probe, outcomeKind(text)]);
  return truthsOf(Object.fromEntries(kinds));
}

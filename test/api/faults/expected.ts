import { defaultProfile, type PolicyId } from "#policies";

/**
 * What every policy must come to under every fault, written down before anything ran. A cell is a verdict,
 * `inconclusive: reason`, or several of these where the cluster itself decides by chance (`a | b`).
 */
export type Expected = Readonly<Record<PolicyId, string>>;

/** The policies that the half-enforced site enforces; the other seven it does not. */
export const enforcedHalf: readonly PolicyId[] = [
  "disallow-add-capabilities",
  "disallow-privileged-containers",
  "imagepullpolicy-always",
  "require-health-and-liveness-check",
  "require-non-root-groups",
  "require-ro-rootfs",
  "restrict-image-registries",
];

/** The cells of the enforced half, of the open half, and of single policies. */
function half(enforced: string, open: string, but: Partial<Record<PolicyId, string>> = {}): Expected {
  const row = defaultProfile.policies.map((id): [PolicyId, string] => [
    id,
    but[id] ?? (enforcedHalf.includes(id) ? enforced : open),
  ]);
  return Object.fromEntries(row) as Record<PolicyId, string>;
}

const all = (cell: string): Expected => half(cell, cell);

/** What is true of the half-enforced site when nothing is wrong. */
export const truth: Expected = half("enforced", "not-enforced");

/**
 * Faults of admission. A ValidatingAdmissionPolicy answers before webhooks and quotas do, and its message names the
 * policy, so what it enforces stays provable where only those two are in the way.
 */
export const admissionFaults: Readonly<Record<string, Expected>> = {
  "quota of zero pods": half("enforced", "inconclusive: quota"),
  "quota that demands requests and limits": half("enforced", "not-enforced", {
    "require-limits-and-requests": "enforced",
  }),
  // a LimitRange refuses before any policy does
  "LimitRange with a maximum below the compliant pod": all("inconclusive: limit-range"),
  "LimitRange that fills in defaults": half("enforced", "not-enforced", {
    "require-limits-and-requests": "enforced",
  }),
  "webhook that points nowhere, Fail": half("enforced", "inconclusive: webhook-failure"),
  "webhook that points nowhere, Ignore": truth,
  // these see pods with an unmasked /proc only
  "webhook slower than its timeout, Fail": half("enforced", "not-enforced", {
    "require-default-proc-mount": "inconclusive: webhook-failure",
  }),
  "webhook slower than its timeout, Ignore": truth,
  "webhook that answers nonsense, Fail": half("enforced", "not-enforced", {
    "require-default-proc-mount": "inconclusive: webhook-failure",
  }),
  "webhook without dry run": all("inconclusive: dry-run-unsupported"),
  // the API server names one denial only, and which one comes first is up to it
  "policy whose expression fails, Fail": half(
    "enforced | inconclusive: policy-error",
    "inconclusive: policy-error",
  ),
  "policy whose expression fails, Ignore": truth,
  "policy whose parameters are missing, Deny": half(
    "enforced | inconclusive: policy-error",
    "inconclusive: policy-error",
  ),
  "policy whose parameters are missing, Allow": truth,
};

/** What a run comes to without one of the operator's rights: `verb resource`. */
export const rightsTakenAway: Readonly<Record<string, Expected>> = {
  "get namespaces": truth,
  "list namespaces": truth,
  "create namespaces": all("inconclusive: rbac"),
  "delete namespaces": truth,
  "create serviceaccounts": all("inconclusive: rbac"),
  "create serviceaccounts/token": all("inconclusive: rbac"),
  // nobody may grant a right that they do not hold
  "create pods": all("inconclusive: rbac"),
  "create roles": all("inconclusive: rbac"),
  "create rolebindings": all("inconclusive: rbac"),
  "get leases": truth,
  "create leases": truth,
  "patch leases": truth,
  "list nodes": truth,
  "list storageclasses": truth,
  "list validatingwebhookconfigurations": truth,
  "list mutatingwebhookconfigurations": truth,
  "list validatingadmissionpolicies": truth,
  "list deployments": truth,
  "list validatingadmissionpolicybindings": truth,
};

/** Faults of the wire, of credentials and of the cluster's life. */
export const otherFaults: Readonly<Record<string, Expected>> = {
  "429 for half of the requests": truth,
  // other runs look whether this one is alive; they must not take it for dead and remove its namespace
  "429 for five of six signs of life": truth,
  "token refused from the 20th pod on": all("inconclusive: unauthenticated"),
  // a deleted ServiceAccount's token may be in the API server's cache for ten seconds
  "ServiceAccount deleted in the middle": all("inconclusive: setup | inconclusive: unauthenticated"),
  "ServiceAccount deleted and made anew in the middle": half(
    "enforced | inconclusive: setup | inconclusive: unauthenticated",
    "not-enforced | inconclusive: setup | inconclusive: unauthenticated",
  ),
  "API server restarted in the middle": truth,
  "namespace that hangs because of a broken APIService": truth,
  "two runs at once": truth,
  "two runs at once, clocks a minute ahead and behind": truth,
};

/** The row of a fault. */
export function expectedUnder(fault: string): Expected {
  const row = admissionFaults[fault] ?? rightsTakenAway[fault] ?? otherFaults[fault];
  if (row === undefined) throw new Error(`nothing was written down for "${fault}"`);
  return row;
}

import type { ExpectedCell, Truth, Truths } from "./cells.ts";
import { kdiggerCells, probrCells } from "./cells-of-rival.ts";

/** A site at which the rivals are judged: its truth and what they make of it, written down before anything ran. */
export interface ExpectedSite {
  /** What stands in the table for the site. */
  readonly says: string;
  /** Why the rivals go wrong or have no answer, for the same table. */
  readonly why: string;
  readonly truths: Truths;
  /** By `rival question`; our own cells are right everywhere. */
  readonly cells: Readonly<Record<string, ExpectedCell>>;
}

/** The probes that ask what the rivals ask. */
const hostNamespaces = [
  "disallow-host-namespaces/hostpid",
  "disallow-host-namespaces/hostipc",
  "disallow-host-namespaces/hostnetwork",
];
const privileged = "disallow-privileged-containers/main";
const nonRoot = ["require-run-as-non-root/main-false", "require-run-as-non-root/unset"];
const capabilities = "disallow-add-capabilities/main-net-admin";
const registries = "restrict-image-registries/main-unknown-registry";
const all = [...hostNamespaces, privileged, ...nonRoot, capabilities, registries];

const everything = (truth: Truth): Truths => Object.fromEntries(all.map((probe) => [probe, truth]));
const enforcing = (...probes: readonly string[]): Truths => ({
  ...everything("open"),
  ...Object.fromEntries(probes.map((probe) => [probe, "enforced" as const])),
});

/** By the site's name. */
export const expectedSites: Readonly<Record<string, ExpectedSite>> = {
  none: {
    says: "no policies",
    why: "Everything is admitted, and both say so.",
    truths: everything("open"),
    cells: { ...kdiggerCells("right"), ...probrCells("right") },
  },
  vap: {
    says: "all 14 by ValidatingAdmissionPolicy",
    why: "kdigger's pods break six or seven policies at once, and any one of them makes all of its cells right. Probr's compliant pod is refused as well, and the 422 for NET_RAW is no 403.",
    truths: everything("enforced"),
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "wrong: failed" }) },
  },
  "psa-restricted": {
    says: "Pod Security `restricted`",
    why: "Probr's compliant pod is not compliant with it: no runAsNonRoot, no seccompProfile, not all capabilities dropped.",
    truths: { ...everything("enforced"), [registries]: "open" },
    cells: { ...kdiggerCells("right"), ...probrCells("no answer", { "k-pod-012": "right" }) },
  },
  warn: {
    says: "all 14 in warn mode",
    why: "Both say that everything gets in, which it does. Neither tells of the warnings.",
    truths: everything("open"),
    cells: { ...kdiggerCells("right"), ...probrCells("right") },
  },
  "deny-all": {
    says: "every pod refused (maintenance)",
    why: "No pod gets in, whatever it is; to kdigger that is a block.",
    truths: everything("undetermined"),
    cells: { ...kdiggerCells("wrong: blocked"), ...probrCells("no answer", { "k-pod-012": "right" }) },
  },
  "limits-only": {
    says: "only limits and requests required",
    why: "The rivals' pods have no limits, which is why they are refused.",
    truths: everything("open"),
    cells: { ...kdiggerCells("wrong: blocked"), ...probrCells("no answer", { "k-pod-012": "right" }) },
  },
  quota: {
    says: "no policies, but a quota that wants limits",
    why: "The quota refuses pods without limits, with 403: for NET_RAW, which Probr tries without a compliant pod, that passes for a policy.",
    truths: everything("open"),
    cells: {
      ...kdiggerCells("wrong: blocked"),
      ...probrCells("no answer", { "k-pod-012": "wrong: blocked" }),
    },
  },
  "engine-down": {
    says: "engine down, failurePolicy Fail",
    why: "The API server answers 500, as the engine cannot be asked; to kdigger that is a block.",
    truths: everything("undetermined"),
    cells: { ...kdiggerCells("wrong: blocked"), ...probrCells("no answer", { "k-pod-012": "right" }) },
  },
  "some-by-vap": {
    says: "host namespaces, capabilities and registries by ValidatingAdmissionPolicy",
    why: "kdigger's image is of no permitted registry, so all of its pods are refused. Probr's compliant pod is admitted here, but a ValidatingAdmissionPolicy refuses with 422, which is no 403.",
    truths: enforcing(...hostNamespaces, capabilities, registries),
    cells: {
      ...kdiggerCells("right", { privilegedPod: "wrong: blocked", runAsRootPod: "wrong: blocked" }),
      ...probrCells("wrong: failed", { "k-pod-009": "right" }),
    },
  },
  mutating: {
    says: "host namespaces taken out of pods by a mutation",
    why: "The pod is admitted without what was asked for; neither looks at the pod that the API server returns.",
    truths: enforcing(...hostNamespaces),
    cells: {
      ...kdiggerCells("right", { hostPIDPod: "wrong: open", hostNetworkPod: "wrong: open" }),
      ...probrCells("right", {
        "k-pod-003": "wrong: open",
        "k-pod-005": "wrong: open",
        "k-pod-007": "wrong: open",
      }),
    },
  },
  "admins-exempt": {
    says: "host namespaces, privileged and capabilities, for everybody but administrators",
    why: "Probr creates its namespace and its pods as the same identity, which may do more than a tenant.",
    truths: enforcing(...hostNamespaces, privileged, capabilities),
    cells: {
      ...kdiggerCells("right"),
      ...probrCells("wrong: open", { "k-pod-009": "right", "k-cra-003": "right" }),
    },
  },
};

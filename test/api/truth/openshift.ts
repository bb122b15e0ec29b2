/**
 * What every probe and every policy must come to under OpenShift's security context constraints (SCC), written down
 * before the first run, from the source of the admission plug-in (openshift/apiserver-library-go, provider.go and the
 * strategies beside it) and from the stock constraints.
 */
import { defaultProfile, type PolicyId } from "#policies";
import type { Verdict } from "#results";
import { underRules, withoutRules } from "../../cluster/truth/reference.ts";
import type { Truth } from "../../cluster/truth/truth.ts";
import { pss, withoutPssRules } from "./pss.ts";

/** These ask for fields that 1.33 does not have. */
const tooYoung = [
  "require-limits-and-requests/pod-level-only",
  "restrict-image-registries/image-volume-unknown-registry",
];

const scc = "refused by openshift-scc restricted-v2, by both";
const unnamed = "refused by openshift-scc ?, by both";

/** What restricted-v2 and anyuid refuse alike. */
const byBoth = [
  // allowedCapabilities has NET_BIND_SERVICE only; names are compared as they are, so lower case is no way around
  ...of(
    "disallow-add-capabilities",
    "main-net-admin init-net-admin main-all main-sys-admin main-chown main-lowercase second-net-admin ephemeral-net-admin",
  ),
  ...of("disallow-host-namespaces", "hostpid hostipc hostnetwork"),
  ...of("disallow-privileged-containers", "main init second ephemeral main-ape-true"),
  // MustRunAs: all four options have to be those of the namespace; an empty object is not filled in, so its level differs
  ...of(
    "disallow-selinux-options",
    "pod-type main-type main-user main-role init-type second-type ephemeral-type pod-allowed-type pod-level-only edge-empty",
  ),
];

/** What restricted-v2 refuses, beside what it refuses without naming itself. */
const byConstraint = [
  ...byBoth,
  // fsGroup MustRunAs: the namespace's range, also for ids that the catalogue permits; the other groups are RunAsAny
  ...of("require-non-root-groups", "pod-fsgroup-0 pod-fsgroup-below-min edge-fsgroup-ok"),
  // MustRunAsRange
  ...of("require-run-as-non-root", "user-0 unset-with-uid"),
];

/** The plug-in does not say for which constraint sysctls are unsafe. */
const sysctls = of(
  "restrict-sysctls",
  "unsafe-kernel-msgmax unsafe-net-somaxconn mixed slash-notation not-namespaced",
);

/** A user id is assigned; without any wish runAsNonRoot is filled in as well, a false is kept. */
const assigned = of(
  "require-run-as-non-root",
  "unset pod-false main-false init-false second-false ephemeral-false userns-unset",
);

const stockOutcomes: Readonly<Record<string, string>> = {
  ...withoutRules,
  ...all(tooYoung, "not-applicable: server-too-old"),
  ...all(byConstraint, scc),
  ...all(sysctls, unnamed),
  ...all(assigned, "mutated"),
};

const stockVerdicts: Readonly<Record<string, string>> = {
  "disallow-add-capabilities": "enforced",
  "disallow-host-namespaces": "enforced",
  "disallow-privileged-containers": "enforced",
  "disallow-selinux-options": "enforced",
  "imagepullpolicy-always": "not-enforced",
  "require-default-proc-mount": "not-enforced",
  "require-health-and-liveness-check": "not-enforced",
  "require-limits-and-requests": "not-enforced",
  // fsGroup is held to the range, runAsGroup and supplementalGroups are not
  "require-non-root-groups": "partly-enforced",
  "require-run-as-non-root": "enforced byMutation",
  "require-ro-rootfs": "not-enforced",
  "restrict-apparmor": "not-enforced",
  "restrict-image-registries": "not-enforced",
  "restrict-sysctls": "enforced",
};

/** The policies of whose fields the constraint `privileged` permits all; what it does not know is open without it too. */
const permittedByPrivileged: readonly PolicyId[] = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "disallow-selinux-options",
  "require-non-root-groups",
  "require-run-as-non-root",
  "restrict-sysctls",
];

/** The violations of run-as-non-root that another form of the same pod makes good: as root, or without a seccomp profile. */
const asRoot = of(
  "require-run-as-non-root",
  "unset pod-false main-false init-false second-false ephemeral-false userns-unset",
);

/** The truth about every kind of site with OpenShift's constraints. */
export const openShiftTruths: readonly Truth[] = [
  { kind: "openshift-stock", outcomes: stockOutcomes, verdicts: stockVerdicts },
  {
    kind: "openshift-privileged",
    outcomes: {
      ...withoutRules,
      ...all(tooYoung, "not-applicable: server-too-old"),
      // restricted-v2 comes first and assigns an id; as root the same pod is admitted by privileged
      ...all(asRoot, "admitted in the form root-user"),
      // under privileged, an id other than 0 has runAsNonRoot filled in, but 0 at the container overrides the pod's id
      "require-run-as-non-root/unset-with-uid": "admitted in the form root-user",
    },
    verdicts: {
      ...everywhere("not-enforced"),
      ...all(permittedByPrivileged, "not-enforced exempt"),
    },
  },
  {
    kind: "openshift-vap",
    outcomes: {
      ...underRules(
        (policy) => `refused by validating-admission-policy dvs-${policy} dvs-${policy}, by both`,
      ),
      ...all(tooYoung, "not-applicable: server-too-old"),
      // SCC judges before any ValidatingAdmissionPolicy
      ...all(byConstraint, scc),
      ...all(sysctls, unnamed),
      // what SCC filled in complies; a false that it kept does not
      ...all(of("require-run-as-non-root", "unset userns-unset"), "mutated"),
    },
    verdicts: { ...everywhere("enforced"), "require-run-as-non-root": "enforced byMutation" },
  },
  // anyuid has priority, but permits no seccomp profile, which the compliant pod has: so without one
  {
    kind: "openshift-anyuid",
    outcomes: {
      ...stockOutcomes,
      // both refuse these; the constraint with the higher priority is tried and named first
      ...all(byBoth, "refused by openshift-scc anyuid, by both"),
      ...all(
        of(
          "require-run-as-non-root",
          "unset pod-false main-false init-false second-false userns-unset user-0",
        ),
        "admitted in the form no-seccomp",
      ),
      ...all(
        of("require-non-root-groups", "pod-fsgroup-0 pod-fsgroup-below-min"),
        "admitted in the form no-seccomp",
      ),
    },
    verdicts: {
      ...stockVerdicts,
      "require-non-root-groups": "not-enforced exempt",
      // the container that is added to a running pod cannot take away the pod's seccomp profile
      "require-run-as-non-root": "not-enforced byMutation exempt",
    },
  },
  {
    kind: "openshift-host-pid",
    outcomes: { ...stockOutcomes, "disallow-host-namespaces/hostpid": "admitted" },
    verdicts: { ...stockVerdicts, "disallow-host-namespaces": "partly-enforced exempt" },
  },
];

/**
 * The stock constraints by the profile pss-restricted: the second versions of the constraints are made for it. What a
 * pod leaves out they fill in; they know neither AppArmor nor procMount; and they permit less than the standard where they
 * hold a pod to what its namespace was given (user ids, SELinux) or to one profile (seccomp).
 */
export const openShiftPssTruth: Truth = {
  kind: "openshift-stock",
  outcomes: {
    ...withoutPssRules("1.33"),
    ...all(
      byConstraint.filter((id) => !id.startsWith("require-non-root-groups/")),
      scc,
    ),
    ...all(sysctls, unnamed),
    // that of a pod in a user namespace is none in this profile, from 1.35 on
    ...all(
      assigned.filter((id) => id !== "require-run-as-non-root/userns-unset"),
      "mutated",
    ),
    ...all(
      [
        ...of("disallow-host-ports", "main init second after-another"),
        ...of("disallow-privilege-escalation", "main-true init-true second-true ephemeral-true"),
        ...of("require-run-as-non-root-user", "pod-0 main-0 init-0 second-0 ephemeral-0 edge-high"),
      ],
      scc,
    ),
    // nor does it for volumes and seccomp, whose errors begin at the pod (provider.go, seccomp/strategy.go)
    ...all(
      [
        ...of("disallow-host-path", "host-path after-another typed"),
        ...of(
          "restrict-seccomp",
          "pod-unconfined main-unconfined init-unconfined second-unconfined ephemeral-unconfined edge-localhost",
        ),
        ...of("restrict-volume-types", "nfs iscsi flex-volume ceph-fs after-another"),
      ],
      unnamed,
    ),
    // nothing is said of Windows: what the control needs as well, the host's network, is refused
    ...all(of("disallow-host-process", "pod main"), "refused by openshift-scc restricted-v2, by entailed"),
    ...all(
      [
        ...of("disallow-privilege-escalation", "main-unset"),
        // names are compared as they are: ALL is added to what a container drops
        ...of(
          "require-drop-all-capabilities",
          "main-none main-one init-none second-none ephemeral-none main-lowercase",
        ),
        ...of("restrict-seccomp", "unset"),
      ],
      "mutated",
    ),
  },
  verdicts: {
    ...all(pss.policies, "enforced"),
    "disallow-privilege-escalation": "enforced byMutation",
    "disallow-probe-host": "not-applicable",
    // a type that the standard permits is refused as well
    "disallow-selinux-options": "enforced-stricter",
    "require-default-proc-mount": "not-enforced",
    "require-drop-all-capabilities": "enforced byMutation",
    "require-run-as-non-root": "enforced byMutation",
    // and an id out of the namespace's range
    "require-run-as-non-root-user": "enforced-stricter",
    "restrict-apparmor": "not-enforced",
    // and every profile but the runtime's
    "restrict-seccomp": "enforced-stricter byMutation",
  },
};

function of(policy: PolicyId, variants: string): string[] {
  return variants.split(" ").map((variant) => `${policy}/${variant}`);
}

function all(names: readonly string[], cell: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, cell]));
}

function everywhere(verdict: Verdict): Record<string, string> {
  return all(defaultProfile.policies, verdict);
}

import type { PolicyId } from "#policies";
import type { ExemptionSource } from "./exemption-source.ts";

/** The policies of which security context constraints know the field. */
const covered: readonly PolicyId[] = [
  "disallow-add-capabilities",
  "disallow-host-namespaces",
  "disallow-privileged-containers",
  "disallow-selinux-options",
  "require-non-root-groups",
  "require-run-as-non-root",
  "restrict-sysctls",
  "disallow-host-path",
  "disallow-host-ports",
  "disallow-privilege-escalation",
  "require-drop-all-capabilities",
  "require-run-as-non-root-user",
  "restrict-seccomp",
  "restrict-volume-types",
];

/** Namespaces that the admission plug-in passes over by name (namespaceconditions in OpenShift's API server). */
const names = ["default", "kube-system", "kube-public", "openshift", "openshift-infra", "openshift-node"];
const label = "openshift.io/run-level";

/** Where OpenShift's security context constraints do not apply. */
export const openShiftSource: ExemptionSource = {
  engine: "openshift-scc",
  policies: covered,
  ways: [
    ({ namespace, labels }) => {
      if (names.includes(namespace))
        return `the namespace ${namespace}, to which security context constraints do not apply`;
      const level = labels[label];
      return level === "0" || level === "1" ? `label ${label}=${level} of the namespace` : undefined;
    },
  ],
};

import { disallowAddCapabilities } from "./disallow-add-capabilities.ts";
import { disallowHostNamespaces } from "./disallow-host-namespaces.ts";
import { disallowHostPath } from "./disallow-host-path.ts";
import { disallowHostPorts } from "./disallow-host-ports.ts";
import { disallowHostProcess } from "./disallow-host-process.ts";
import { disallowPrivilegeEscalation } from "./disallow-privilege-escalation.ts";
import { disallowPrivilegedContainers } from "./disallow-privileged-containers.ts";
import { disallowProbeHost } from "./disallow-probe-host.ts";
import { disallowSelinuxOptions } from "./disallow-selinux-options.ts";
import { imagepullpolicyAlways } from "./imagepullpolicy-always.ts";
import type { Policy } from "./policy.ts";
import type { PolicyId } from "./policy-id.ts";
import { requireDefaultProcMount } from "./require-default-proc-mount.ts";
import { requireDropAllCapabilities } from "./require-drop-all-capabilities.ts";
import { requireHealthAndLivenessCheck } from "./require-health-and-liveness-check.ts";
import { requireLimitsAndRequests } from "./require-limits-and-requests.ts";
import { requireNonRootGroups } from "./require-non-root-groups.ts";
import { requireRoRootfs } from "./require-ro-rootfs.ts";
import { requireRunAsNonRoot } from "./require-run-as-non-root.ts";
import { requireRunAsNonRootUser } from "./require-run-as-non-root-user.ts";
import { restrictApparmor } from "./restrict-apparmor.ts";
import { restrictImageRegistries } from "./restrict-image-registries.ts";
import { restrictSeccomp } from "./restrict-seccomp.ts";
import { restrictSysctls } from "./restrict-sysctls.ts";
import { restrictVolumeTypes } from "./restrict-volume-types.ts";

/** The catalogue, Table 3 first and in its order. A policy that is missing here does not compile. */
export const policies: Readonly<Record<PolicyId, Policy>> = {
  "disallow-add-capabilities": disallowAddCapabilities,
  "disallow-host-namespaces": disallowHostNamespaces,
  "disallow-privileged-containers": disallowPrivilegedContainers,
  "disallow-selinux-options": disallowSelinuxOptions,
  "imagepullpolicy-always": imagepullpolicyAlways,
  "require-default-proc-mount": requireDefaultProcMount,
  "require-health-and-liveness-check": requireHealthAndLivenessCheck,
  "require-limits-and-requests": requireLimitsAndRequests,
  "require-non-root-groups": requireNonRootGroups,
  "require-run-as-non-root": requireRunAsNonRoot,
  "require-ro-rootfs": requireRoRootfs,
  "restrict-apparmor": restrictApparmor,
  "restrict-image-registries": restrictImageRegistries,
  "restrict-sysctls": restrictSysctls,
  "disallow-host-path": disallowHostPath,
  "disallow-host-ports": disallowHostPorts,
  "disallow-host-process": disallowHostProcess,
  "disallow-privilege-escalation": disallowPrivilegeEscalation,
  "disallow-probe-host": disallowProbeHost,
  "require-drop-all-capabilities": requireDropAllCapabilities,
  "require-run-as-non-root-user": requireRunAsNonRootUser,
  "restrict-seccomp": restrictSeccomp,
  "restrict-volume-types": restrictVolumeTypes,
};

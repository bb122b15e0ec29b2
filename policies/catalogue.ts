import { disallowAddCapabilities } from "./disallow-add-capabilities.ts";
import { disallowHostNamespaces } from "./disallow-host-namespaces.ts";
import { disallowPrivilegedContainers } from "./disallow-privileged-containers.ts";
import { disallowSelinuxOptions } from "./disallow-selinux-options.ts";
import { imagepullpolicyAlways } from "./imagepullpolicy-always.ts";
import type { Policy } from "./policy.ts";
import type { PolicyId } from "./policy-id.ts";
import { requireDefaultProcMount } from "./require-default-proc-mount.ts";
import { requireHealthAndLivenessCheck } from "./require-health-and-liveness-check.ts";
import { requireLimitsAndRequests } from "./require-limits-and-requests.ts";
import { requireNonRootGroups } from "./require-non-root-groups.ts";
import { requireRoRootfs } from "./require-ro-rootfs.ts";
import { requireRunAsNonRoot } from "./require-run-as-non-root.ts";
import { restrictApparmor } from "./restrict-apparmor.ts";
import { restrictImageRegistries } from "./restrict-image-registries.ts";
import { restrictSysctls } from "./restrict-sysctls.ts";

/** The catalogue in the order of Table 3. A policy that is missing here does not compile. */
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
};

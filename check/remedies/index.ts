import type { PolicyId } from "#policies";
import { platformsProfile } from "./apparmor.ts";
import type { RemedyOf } from "./forms.ts";
import { setTo, setWhereAtFault, setWhereItCounts, withoutEntriesAtFault } from "./forms.ts";
import { permittedGroups } from "./groups.ts";
import { hostPorts } from "./host-ports.ts";
import { missingProbes } from "./probes.ts";
import { readOnlyRoot } from "./read-only.ts";
import { permittedRegistry } from "./registries.ts";
import { missingResources } from "./resources.ts";
import { highUser, notAsRoot } from "./users.ts";
import { permittedVolumes } from "./volumes.ts";

const context = "securityContext";

const handlers = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

/** A profile of seccomp that names no file of the node. */
const runtimeDefault = { type: "RuntimeDefault", localhostProfile: null };

/** How to comply, by policy. That the pod then complies is tested with every probe of the catalogue. */
export const remedies: Readonly<Record<PolicyId, RemedyOf>> = {
  "disallow-add-capabilities": withoutEntriesAtFault([context, "capabilities", "add"]),
  "disallow-host-namespaces": setWhereAtFault([["hostPID"], ["hostIPC"], ["hostNetwork"]], false),
  "disallow-privileged-containers": setTo([context, "privileged"], false),
  "disallow-selinux-options": setWhereAtFault(
    ["user", "role", "type", "level"].map((option) => [context, "seLinuxOptions", option]),
    null,
  ),
  "imagepullpolicy-always": setTo(["imagePullPolicy"], "Always"),
  "require-default-proc-mount": setTo([context, "procMount"], "Default"),
  "require-health-and-liveness-check": missingProbes,
  "require-limits-and-requests": missingResources,
  "require-non-root-groups": permittedGroups,
  "require-run-as-non-root": notAsRoot,
  "require-ro-rootfs": readOnlyRoot,
  "restrict-apparmor": platformsProfile,
  "restrict-image-registries": permittedRegistry,
  "restrict-sysctls": withoutEntriesAtFault([context, "sysctls"]),
  "disallow-host-path": permittedVolumes("emptyDir"),
  "disallow-host-ports": hostPorts,
  "disallow-host-process": setTo([context, "windowsOptions", "hostProcess"], false),
  "disallow-privilege-escalation": setTo([context, "allowPrivilegeEscalation"], false),
  "disallow-probe-host": setWhereAtFault(
    handlers.flatMap((handler) => ["httpGet", "tcpSocket"].map((kind) => [...handler, kind, "host"])),
    null,
  ),
  "require-drop-all-capabilities": setTo([context, "capabilities", "drop"], ["ALL"]),
  "require-run-as-non-root-user": setTo([context, "runAsUser"], highUser, "user"),
  "restrict-seccomp": setWhereItCounts([context, "seccompProfile"], () => runtimeDefault),
  "restrict-volume-types": permittedVolumes("persistentVolumeClaim"),
};

import { z } from "zod";
import type { PolicyId } from "#policies";
import type { ExemptionSource, Read, Way } from "./exemption-source.ts";
import { itemsOf } from "./items-of.ts";

/** The engine's name, as in a refusal. */
export const openShiftEngine = "openshift-scc";

/** Namespaces that the admission plug-in passes over by name (namespaceconditions in OpenShift's API server). */
const names = ["default", "kube-system", "kube-public", "openshift", "openshift-infra", "openshift-node"];
const label = "openshift.io/run-level";

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const strategy = z
  .object({ type: z.string().default("") })
  .nullish()
  .transform((value) => value?.type ?? "");

const shape = z.object({
  metadata: z.object({ name: z.string() }),
  allowHostPID: z.boolean().default(false),
  allowHostIPC: z.boolean().default(false),
  allowHostNetwork: z.boolean().default(false),
  allowPrivilegedContainer: z.boolean().default(false),
  allowHostPorts: z.boolean().default(false),
  allowHostDirVolumePlugin: z.boolean().default(false),
  allowPrivilegeEscalation: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
  requiredDropCapabilities: texts,
  seccompProfiles: texts,
  volumes: texts,
  allowedCapabilities: texts,
  allowedUnsafeSysctls: texts,
  seLinuxContext: strategy,
  fsGroup: strategy,
  runAsUser: strategy,
  users: texts,
  groups: texts,
});
type Constraint = z.infer<typeof shape>;

/** By policy, whether a constraint permits more than `restricted-v2` does of what the policy forbids; the stock one does not. */
const permits: readonly (readonly [PolicyId, (constraint: Constraint) => boolean])[] = [
  [
    "disallow-add-capabilities",
    ({ allowedCapabilities }) => allowedCapabilities.some((name) => name !== "NET_BIND_SERVICE"),
  ],
  ["disallow-host-namespaces", (one) => one.allowHostPID || one.allowHostIPC || one.allowHostNetwork],
  ["disallow-privileged-containers", ({ allowPrivilegedContainer }) => allowPrivilegedContainer],
  ["disallow-selinux-options", ({ seLinuxContext }) => seLinuxContext === "RunAsAny"],
  ["disallow-host-path", ({ allowHostDirVolumePlugin }) => allowHostDirVolumePlugin],
  ["disallow-host-ports", ({ allowHostPorts }) => allowHostPorts],
  ["disallow-privilege-escalation", ({ allowPrivilegeEscalation }) => allowPrivilegeEscalation],
  [
    "require-drop-all-capabilities",
    ({ requiredDropCapabilities }) => !requiredDropCapabilities.includes("ALL"),
  ],
  ["restrict-seccomp", ({ seccompProfiles }) => seccompProfiles.some((name) => name !== "runtime/default")],
  ["restrict-volume-types", ({ volumes }) => volumes.some((name) => ["*", "hostPath", "nfs"].includes(name))],
  ["require-run-as-non-root-user", ({ runAsUser }) => runAsUser === "RunAsAny"],
  ["require-non-root-groups", ({ fsGroup }) => fsGroup === "RunAsAny"],
  ["require-run-as-non-root", ({ runAsUser }) => runAsUser === "RunAsAny"],
  ["restrict-sysctls", ({ allowedUnsafeSysctls }) => allowedUnsafeSysctls.length > 0],
];

/** The policies of which security context constraints know the field. */
const covered: readonly PolicyId[] = permits.map(([policy]) => policy);

/** Where OpenShift's security context constraints do not apply. */
const passedOver: ExemptionSource = {
  engine: openShiftEngine,
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

/** What the stock constraints permit, for where they may not be read. */
const stock: Readonly<Record<string, readonly PolicyId[]>> = {
  privileged: covered,
  anyuid: ["require-non-root-groups", "require-run-as-non-root", "require-run-as-non-root-user"],
  "hostmount-anyuid": [
    "disallow-host-path",
    "require-non-root-groups",
    "require-run-as-non-root",
    "require-run-as-non-root-user",
  ],
  nonroot: ["require-non-root-groups"],
  "nonroot-v2": ["require-non-root-groups"],
  hostaccess: ["disallow-host-namespaces", "disallow-host-path", "disallow-host-ports"],
  hostnetwork: ["disallow-host-namespaces", "disallow-host-ports"],
  "hostnetwork-v2": ["disallow-host-namespaces", "disallow-host-ports"],
};

/** Where constraints do not apply, and which of them permit a tenant that may use them what policies forbid. */
export async function readOpenShiftSources(read: Read): Promise<ExemptionSource[]> {
  const list = await read("/apis/security.openshift.io/v1/securitycontextconstraints");
  const found = itemsOf(list, shape).map((constraint) => ({
    name: constraint.metadata.name,
    users: constraint.users,
    groups: constraint.groups,
    policies: permits.flatMap(([policy, isPermitted]) => (isPermitted(constraint) ? [policy] : [])),
  }));
  const known = Object.entries(stock).map(([name, policies]) => ({ name, users: [], groups: [], policies }));
  const constraints = list === undefined ? known : found;
  return [
    passedOver,
    ...constraints
      .filter(({ policies }) => policies.length > 0)
      .map(({ policies, ...own }) => ({ engine: openShiftEngine, policies, ways: [usable(own)] as const })),
  ];
}

function usable({
  name,
  users,
  groups,
}: {
  readonly name: string;
  readonly users: readonly string[];
  readonly groups: readonly string[];
}): Way {
  const where = `the security context constraint ${name}, which the tenant may use`;
  return (place) => {
    if (users.includes(place.user)) return `${where}: User ${place.user}`;
    const group = place.groups.find((one) => groups.includes(one));
    if (group !== undefined) return `${where}: Group ${group}`;
    const byRole = place.constraints?.some((one) => one === name || one === "*") ?? false;
    return byRole ? `${where} by a role` : undefined;
  };
}

import type { JsonObject } from "#policies";

/** What differs between OpenShift's stock security context constraints. */
interface Traits {
  readonly name: string;
  readonly priority?: number;
  /** Host namespaces and ports that a pod may use. */
  readonly host?: readonly ("PID" | "IPC" | "Network" | "Ports" | "DirVolumePlugin")[];
  readonly user: "MustRunAsRange" | "MustRunAsNonRoot" | "RunAsAny";
  readonly fsGroup: "MustRunAs" | "RunAsAny";
  readonly supplementalGroups?: "MustRunAs";
  readonly drop: readonly string[];
  /** Kinds of volumes beside those that all may use. */
  readonly volumes?: readonly string[];
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
}

const volumes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];
const some = ["KILL", "MKNOD", "SETUID", "SETGID"];

/** The stock constraints as OpenShift's documentation describes them, without `privileged` and the second versions. */
const traits: readonly Traits[] = [
  { name: "restricted", user: "MustRunAsRange", fsGroup: "MustRunAs", drop: some },
  { name: "nonroot", user: "MustRunAsNonRoot", fsGroup: "RunAsAny", drop: some },
  {
    name: "hostnetwork",
    host: ["Network", "Ports"],
    user: "MustRunAsRange",
    fsGroup: "MustRunAs",
    supplementalGroups: "MustRunAs",
    drop: some,
  },
  {
    name: "hostaccess",
    host: ["PID", "IPC", "Network", "Ports", "DirVolumePlugin"],
    user: "MustRunAsRange",
    fsGroup: "MustRunAs",
    drop: some,
    volumes: ["hostPath"],
  },
  {
    name: "hostmount-anyuid",
    host: ["DirVolumePlugin"],
    user: "RunAsAny",
    fsGroup: "RunAsAny",
    drop: ["MKNOD"],
    volumes: ["hostPath", "nfs"],
    users: ["system:serviceaccount:openshift-infra:pv-recycler-controller"],
  },
  {
    name: "anyuid",
    priority: 10,
    user: "RunAsAny",
    fsGroup: "RunAsAny",
    drop: ["MKNOD"],
    groups: ["system:cluster-admins"],
  },
];

/** The constraints that exist in a second version since OpenShift 4.11. */
const renewed: ReadonlySet<string> = new Set(["restricted", "nonroot", "hostnetwork"]);

/** The second version keeps to Pod Security `restricted`: no escalation, no capability but one, the default profile. */
const second: JsonObject = {
  allowPrivilegeEscalation: false,
  allowedCapabilities: ["NET_BIND_SERVICE"],
  requiredDropCapabilities: ["ALL"],
  seccompProfiles: ["runtime/default"],
};

const privileged: JsonObject = {
  ...constraints({ name: "privileged", user: "RunAsAny", fsGroup: "RunAsAny", drop: [] }),
  allowHostDirVolumePlugin: true,
  allowHostIPC: true,
  allowHostNetwork: true,
  allowHostPID: true,
  allowHostPorts: true,
  allowPrivilegedContainer: true,
  allowedCapabilities: ["*"],
  allowedUnsafeSysctls: ["*"],
  seLinuxContext: { type: "RunAsAny" },
  seccompProfiles: ["*"],
  volumes: ["*"],
  users: ["system:admin", "system:serviceaccount:openshift-infra:build-controller"],
  groups: ["system:cluster-admins", "system:nodes", "system:masters"],
};

/** The ten stock constraints; the admission plug-in refuses every pod while one of them is missing. */
export const stockConstraints: readonly JsonObject[] = [
  ...traits.map(constraints),
  ...traits
    .filter(({ name }) => renewed.has(name))
    .map((one) => ({ ...constraints({ ...one, name: `${one.name}-v2` }), ...second })),
  privileged,
];

function constraints({ name, priority, host = [], ...own }: Traits): JsonObject {
  return {
    apiVersion: "security.openshift.io/v1",
    kind: "SecurityContextConstraints",
    metadata: { name },
    priority: priority ?? null,
    allowHostDirVolumePlugin: host.includes("DirVolumePlugin"),
    allowHostIPC: host.includes("IPC"),
    allowHostNetwork: host.includes("Network"),
    allowHostPID: host.includes("PID"),
    allowHostPorts: host.includes("Ports"),
    allowPrivilegeEscalation: true,
    allowPrivilegedContainer: false,
    allowedCapabilities: [],
    defaultAddCapabilities: [],
    requiredDropCapabilities: [...own.drop],
    fsGroup: { type: own.fsGroup },
    readOnlyRootFilesystem: false,
    runAsUser: { type: own.user },
    seLinuxContext: { type: "MustRunAs" },
    supplementalGroups: { type: own.supplementalGroups ?? "RunAsAny" },
    volumes: [...volumes, ...(own.volumes ?? [])],
    users: [...(own.users ?? [])],
    groups: [...(own.groups ?? [])],
  };
}

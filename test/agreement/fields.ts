import type { Json } from "#policies";

/** A field that a policy reads, and what may stand in it; `undefined` takes it away. */
export type Field = readonly [path: string, values: readonly (Json | undefined)[]];

const registry = "registry.k8s.io";
const digest = `sha256:${"7c38f247".repeat(8)}`;
const seLinux = [
  null,
  {},
  { level: "s0:c1,c2" },
  { type: "container_t" },
  { type: "spc_t" },
  { type: "" },
  { user: "system_u" },
  { user: "", role: "" },
  { role: "system_r", level: "" },
];
const appArmor = [
  null,
  { type: "RuntimeDefault" },
  { type: "Unconfined" },
  { type: "Localhost", localhostProfile: "app" },
];
const ids = [0, 1, 999, 1000, 1999, 2000, 100_000, null, undefined];
const truths = [true, false, null, undefined];
const quantities = [null, {}, { cpu: "50m" }, { memory: "64Mi" }, { cpu: "50m", memory: "64Mi" }];
const check = { tcpSocket: { port: 8080 } };
const checks = [undefined, null, check, { ...check, periodSeconds: 0 }, { ...check, periodSeconds: 30 }];
const annotation = "container.apparmor.security.beta.kubernetes.io/main";

/** Fields of pods. */
export const ofPods: readonly Field[] = [
  ["spec/hostPID", truths],
  ["spec/hostIPC", truths],
  ["spec/hostNetwork", truths],
  ["spec/hostUsers", truths],
  ["spec/restartPolicy", ["Always", "OnFailure", "Never", "", null, undefined]],
  ["spec/os", [{ name: "linux" }, null]],
  ["spec/securityContext", [null, {}, undefined, { runAsNonRoot: true }]],
  ["spec/securityContext/runAsNonRoot", truths],
  ["spec/securityContext/runAsUser", ids],
  ["spec/securityContext/runAsGroup", ids],
  ["spec/securityContext/fsGroup", ids],
  ["spec/securityContext/supplementalGroups", [null, [], [0], [2000], [100_000, 999], [1000, 2000]]],
  ["spec/securityContext/seLinuxOptions", seLinux],
  ["spec/securityContext/appArmorProfile", appArmor],
  [
    "spec/securityContext/sysctls",
    [
      "kernel.shm_rmid_forced",
      "net/ipv4/tcp_syncookies",
      "kernel.msgmax",
      "kernel/msgmax",
      "net.core.somaxconn",
    ]
      .map((name): Json => [{ name, value: "1" }])
      .concat([null, []]),
  ],
  [
    "metadata/annotations",
    [
      null,
      undefined,
      {},
      ...["runtime/default", "unconfined", "localhost/app", "", null].map((profile) => ({
        [annotation]: profile,
      })),
    ],
  ],
  [
    "spec/volumes",
    [
      null,
      [],
      [{ name: "work", emptyDir: {} }],
      ...[`${registry}/pause:3.10`, "elsewhere.example/data:1", "busybox:1"].map((reference) => [
        { name: "image", image: { reference } },
      ]),
    ],
  ],
  ["spec/resources", [undefined, { limits: { cpu: "100m", memory: "64Mi" } }]],
];

/** Fields of containers, of whatever list. */
export const ofContainers: readonly Field[] = [
  [
    "image",
    [
      ...["", ":latest", ":3.10", `@${digest}`, `:latest@${digest}`].map((tag) => `${registry}/pause${tag}`),
      `${registry}:443/pause:3.10`,
      `${registry}.elsewhere.example/pause:3.10`,
      `elsewhere.example/${registry}/pause`,
      "localhost:5000/app",
      "localhost/app:1",
      "busybox",
      "library/busybox:latest",
      "docker.io/library/busybox:1",
      "Elsewhere/app:1",
    ],
  ],
  ["imagePullPolicy", ["Always", "IfNotPresent", "Never", "", null, undefined]],
  ["resources", [null, {}, undefined]],
  ["resources/limits", quantities],
  ["resources/requests", quantities],
  ["resources/limits/memory", [undefined, "64Mi", 0, "0", 67_108_864, null]],
  ["resources/requests/cpu", [undefined, "50m", 0.05, 1, null]],
  ["livenessProbe", checks],
  ["readinessProbe", checks],
  ["startupProbe", checks],
  ["securityContext", [null, {}, undefined]],
  ["securityContext/privileged", truths],
  ["securityContext/allowPrivilegeEscalation", truths],
  ["securityContext/readOnlyRootFilesystem", truths],
  ["securityContext/runAsNonRoot", truths],
  ["securityContext/runAsUser", ids],
  ["securityContext/runAsGroup", ids],
  ["securityContext/procMount", [undefined, null, "Default", "Unmasked"]],
  ["securityContext/seLinuxOptions", seLinux],
  ["securityContext/appArmorProfile", appArmor],
  [
    "securityContext/capabilities",
    [null, {}, { add: null }, { add: [] }, { drop: ["ALL"] }, { drop: ["ALL"], add: ["NET_BIND_SERVICE"] }],
  ],
  [
    "securityContext/capabilities/add",
    [["NET_BIND_SERVICE"], ["net_bind_service"], ["NET_BIND_SERVICE", "SYS_ADMIN"], ["ALL"], ["all"]],
  ],
];

import fc from "fast-check";
import { stringify } from "yaml";
import { controlObject, isObject, type Json, type JsonObject, podIn } from "#policies";
import { type Subject, storedName, valuesFor, withoutNamespace } from "./subjects.ts";

/** A field that a policy reads, and what may stand in it; `undefined` takes it away. */
type Field = readonly [path: string, values: readonly (Json | undefined)[]];

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

const ofPods: readonly Field[] = [
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

const ofContainers: readonly Field[] = [
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

/** Spellings of scalars that YAML 1.1 and kubectl know, by what they mean. */
const spellings = {
  true: ["true", "True", "TRUE", "yes", "Yes", "on", "ON", "y"],
  false: ["false", "False", "no", "off", "n"],
  null: ["null", "~", "Null", ""],
  1000: [
    ..."1000 01750 0x3e8 0X3E8 0b1111101000 0B1111101000 0o1750 0O1750".split(" "),
    ..."1_000 +1000 1000.0 1000. 1e3 1.0e3 00001750".split(" "),
    '"1000"',
  ],
  999: ["999", "01747", "0x3e7", "9_9_9"],
} as const;

/** Which objects are mutated: a control of the catalogue, in a kind of resource, in a way to send it. */
const shapes = [
  ["baseline", "Pod", "created"],
  ["with-second", "Pod", "created"],
  ["with-init", "Pod", "created"],
  ["with-sidecar", "Pod", "created"],
  ["with-ephemeral", "Pod/ephemeralcontainers", "added"],
  ["with-init", "Deployment", "created"],
  ["with-second", "StatefulSet", "created"],
  ["baseline", "DaemonSet", "created"],
  ["baseline", "Job", "created"],
  ["with-init", "CronJob", "created"],
] as const;

const lists: readonly (string | undefined)[] = ["containers", "initContainers", "ephemeralContainers"];

/** Compliant objects with one to four changed fields, as texts in several styles. */
export function mutants(image: string): fc.Arbitrary<Omit<Subject, "group">> {
  const changes = [
    ...ofPods.map((field) => ({ lists: [undefined], field })),
    ...ofContainers.map((field) => ({ lists, field })),
  ].map(({ lists: within, field: [path, values] }) =>
    fc.record({
      list: fc.constantFrom(...within),
      index: fc.nat(1),
      path: fc.constant(path),
      value: fc.constantFrom(...values),
    }),
  );
  return fc
    .record({
      shape: fc.constantFrom(...shapes),
      changed: fc.array(fc.oneof(...changes), { minLength: 1, maxLength: 4 }),
      style: fc.constantFrom("block", "flow", "json"),
      spelling: fc.nat(),
    })
    .map(({ shape: [control, resource, way], changed, style, spelling }) => {
      const name = way === "added" ? storedName : "p-mutant";
      const plain = controlObject(control, valuesFor(name, image), resource);
      const object = structuredClone(withoutNamespace(plain));
      const pod = podIn(object);
      for (const { list, index, path, value } of changed) {
        // of a pod that is there, only ephemeral containers can be changed this way
        const within = way === "added" && list !== undefined ? "ephemeralContainers" : list;
        if (way === "added" && within === undefined) continue;
        const target = within === undefined ? pod : containerOf(pod, within, index);
        if (target !== undefined) setAt(target, path.split("/"), value);
      }
      return {
        id: "mutant",
        way,
        kind: String(object["kind"]),
        text: style === "json" ? JSON.stringify(object) : spelled(object, style === "flow", spelling),
      };
    });
}

/** The container at an index, or the last one; none if the pod has no such list. */
function containerOf(pod: JsonObject, list: string, index: number): JsonObject | undefined {
  const found = isObject(pod["spec"]) ? pod["spec"][list] : undefined;
  const container: unknown = Array.isArray(found) ? (found[index] ?? found.at(-1)) : undefined;
  return isObject(container) ? container : undefined;
}

/** Sets a field of an object that is ours to change; what is missing on the way is made. */
function setAt(object: JsonObject, [step = "", ...rest]: readonly string[], value: Json | undefined): void {
  const own: { [key: string]: Json | undefined } = object;
  if (rest.length === 0) {
    if (value === undefined) delete own[step];
    else own[step] = value;
    return;
  }
  const found = own[step];
  const inner = isObject(found) ? found : {};
  own[step] = inner;
  setAt(inner, rest, value);
}

/** The object as YAML in which every scalar of a known meaning is spelt in one of its ways. */
function spelled(object: JsonObject, flow: boolean, choice: number): string {
  const style = { collectionStyle: flow ? "flow" : "block", lineWidth: 0 } as const;
  // a text that begins with a brace is taken for JSON
  const text = `---\n${stringify(object, style)}`;
  let at = choice;
  const any = Object.keys(spellings).join("|");
  return text.replace(new RegExp(`(: |- |\\[ |, )(${any})(?=[\\n,} \\]])`, "g"), (whole, before, meaning) => {
    const ways = spellings[meaning as keyof typeof spellings];
    at = (at * 31 + 7) % 1009;
    // mostly as everybody writes it
    const way = at % 3 > 0 ? meaning : ways[at % ways.length];
    return way === undefined || (way === "" && flow) ? whole : `${before}${way}`;
  });
}

import {
  alternatives,
  controlObject,
  controls,
  isObject,
  latestImage,
  patchTried,
  policies,
  probesOf,
  probeValues,
  profiles,
} from "#policies";
import { inconclusiveReasons, notApplicableReasons, verdicts } from "#results";
import { plainWords } from "./plain-words.ts";
import { isPublicDomain } from "./public-names.ts";

/** Stands for what a run fills in; nothing that holds it is a word of the catalogue. */
const marker = "zz0marker";

/** The catalogue with the objects that are tried, filled with values that can be told from its own. */
function catalogueValues(): unknown[] {
  const filled = [`${marker}.invalid/a:1`, `${marker}.invalid/a@sha256:${marker}`].map((image) =>
    probeValues({ name: marker, namespace: marker, serviceAccount: marker, image, minGid: 0 }),
  );
  const probes = Object.values(policies).flatMap(probesOf);
  return [
    Object.entries(policies).map(([id, { text, ...policy }]) => [
      id,
      policy,
      // advice stands in no result, and has names of examples in it
      Object.values(text).map(({ practice: _, ...own }) => own),
    ]),
    profiles,
    controls,
    alternatives({ "openshift.io/sa.scc.uid-range": "1/1" }),
    latestImage(""),
    inconclusiveReasons,
    notApplicableReasons,
    verdicts,
    ...filled.flatMap((values) => [
      ...probes.map((probe) => patchTried(probe, values)),
      ...(["Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"] as const).map((kind) =>
        controlObject("baseline", values, kind),
      ),
    ]),
  ];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.includes(marker) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key.includes(marker) ? [] : [key]),
    ...textsIn(item),
  ]);
}

/** Values of fields that the API or its users know everywhere. */
const apiConstants: readonly string[] = [
  "Always Never IfNotPresent OnFailure RuntimeDefault Localhost Unconfined Exists Equal NoSchedule NoExecute",
  "PreferNoSchedule ClusterFirst ClusterFirstWithHostNet Default None TCP UDP SCTP ALL Memory HugePages Linux linux",
  "windows amd64 arm64 true false restricted baseline privileged latest runtime/default docker/default unconfined $GID",
  "soft hard DoNotSchedule ScheduleAnyway Unmasked ReadOnly Recursive Burstable Guaranteed BestEffort",
]
  .join(" ")
  .split(" ");

const catalogueTexts: readonly string[] = catalogueValues().flatMap(textsIn);
const constants: ReadonlySet<string> = new Set([...catalogueTexts, ...apiConstants]);
const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}_-]+/gu) ?? [];
const known: ReadonlySet<string> = new Set(
  [...constants]
    .flatMap((text) => [...wordsIn(text), ...wordsIn(text).flatMap((word) => word.split(/[-_]/))])
    .map((word) => word.toLowerCase())
    .concat([...plainWords]),
);

/** Fields with which a path into an object begins; the names of hosts do not. */
const roots: ReadonlySet<string> = new Set(
  [
    ...Object.keys(isObject(policies) ? policies : {}),
    ..."pod PodSpec spec metadata object oldObject status request params variables container containers initContainers ephemeralContainers".split(
      " ",
    ),
    ..."securityContext capabilities seLinuxOptions seccompProfile appArmorProfile resources requests limits volumes volume".split(
      " ",
    ),
    ..."kernel net fs vm user namespaceObject authorizer template jobTemplate labels annotations hostPath sa".split(
      " ",
    ),
  ].map((word) => word.toLowerCase()),
);

/** Words that make a node's name together with a number. */
const machines: ReadonlySet<string> = new Set(
  "node nodes worker workers master server host hosts vm control plane knoten cluster kube k8s system main tenant team site pod namespace".split(
    " ",
  ),
);

/** Whether a text is one that every site's results may have: of the catalogue, or a constant of the API. */
export function isConstant(text: string): boolean {
  return constants.has(text);
}

/** Whether a word is none of a site's own. */
export function isKnownWord(word: string): boolean {
  return known.has(word.toLowerCase());
}

/** Whether a word with hyphens consists of known words and small numbers, and is no machine's name. */
export function isKnownCompound(word: string): boolean {
  if (isKnownWord(word)) return true;
  const parts = word
    .toLowerCase()
    .split(/[-_]+/)
    .filter((part) => part !== "");
  const machine = /\d/.test(word) && parts.some((part) => machines.has(part.replace(/\d+$/, "")));
  return !machine && parts.every((part) => known.has(part) || /^v?\d{1,3}$/.test(part));
}

/** Whether a dotted text leads to a field of an object, a sysctl or a resource, as in `spec.containers.image`. */
export function isFieldPath(text: string): boolean {
  const parts = text.split(".");
  return (
    roots.has((parts[0] ?? "").toLowerCase()) &&
    parts.every((part) => isKnownWord(part) || /^\d+$/.test(part))
  );
}

/** Whether a dotted text is a version or a quantity and no address. */
export function isVersion(text: string): boolean {
  return (
    /^v?\d+(?:\.\d+){1,2}(?:[-+_.](?:alpha|beta|rc|gke|eks|rke2r|k3s|vmware|el)?[\d._a-f-]*)?$/i.test(text) &&
    !/^\d+(?:\.\d+){3}$/.test(text)
  );
}

/** Whether a dotted text says which software is meant, not which site. */
export function isPublicName(text: string): boolean {
  return isPublicDomain(text) || constants.has(text);
}

/** Parts of versions, and names of operating systems and runtimes with those of their releases. */
const partsOfVersions: ReadonlySet<string> = new Set(
  `
  generic cloud aws azure gcp gke eks aks lts rt flatcar talos aarch64 default bpo docker containerd cri-o cri o rhaos git ubuntu
  debian x86 linux gnu os red hat enterprise core coreos rhcos oke container optimized google amazon al2 al2023 bottlerocket suse sles sle
  opensuse leap tumbleweed micro microos rocky rockylinux alma almalinux fedora centos stream oracle photon vmware windows datacenter
  alpine nixos arch mariner azurelinux garden gardenlinux elemental kairos k3os rancheros server edition pro fips realtime lowlatency virt
  ootpa plow coughlan maipo bullseye bookworm trixie forky buster focal fossa jammy jellyfish noble numbat bionic beaver questing
  turquoise kodkod green obsidian blue onyx seafoam ocelot jammyjellyfish version release build uek uln amzn tuxcare azl cm2 fc64 esx pve
  kvm docker-ce mirantis moby cri-dockerd runc crun gvisor kata youki
  `
    .trim()
    .split(/\s+/),
);

/** Whether a text consists of the parts of which versions of Kubernetes, kernels and runtimes are made. */
export function isSoftwareVersion(text: string): boolean {
  return text
    .toLowerCase()
    .split(/[-+._:/ ()]+/)
    .every(
      (part) =>
        /^(?:v|el|fc|deb|k3s|rke2r|rc|alpha|beta|git)?\d{0,12}$/.test(part) ||
        /^(?:git|g)?[0-9a-f]{7,12}$/.test(part) ||
        partsOfVersions.has(part) ||
        known.has(part),
    );
}

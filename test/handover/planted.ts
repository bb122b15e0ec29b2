import type { Json } from "#policies";
import type { Outcome, RunResult } from "#results";
import { writeJUnit } from "#results";
import type { TarMember } from "../aggregator/archives.ts";
import { inventedRun } from "../aggregator/invented-sites.ts";

/** Identifiers of an invented site, one of every kind. */
export interface Planted {
  readonly node: string;
  readonly ipv4: string;
  readonly ipv6: string;
  readonly ipv6Long: string;
  readonly mac: string;
  readonly host: string;
  readonly registry: string;
  readonly repository: string;
  readonly digest: string;
  readonly mail: string;
  readonly user: string;
  readonly account: string;
  readonly namespace: string;
  readonly storageClass: string;
  readonly label: string;
  readonly secret: string;
  readonly uid: string;
  readonly machine: string;
  readonly token: string;
}

export const planted: Planted = {
  node: "kraftwerk-07.rz.teststadt.example",
  ipv4: "10.83.44.219",
  ipv6: "fd3a:77::b1:4",
  ipv6Long: "fd3a:0077:0000:0000:0000:0000:00b1:0004",
  mac: "0a:7b:33:c4:9d:e1",
  host: "api.geheim.teststadt.example",
  registry: "hafen.teststadt.example",
  repository: "meldewesen",
  digest: "3f".repeat(32),
  mail: "erika.beispiel@teststadt.example",
  user: "oidc:erika.beispiel",
  account: "ausrollkonto",
  namespace: "einwohneramt",
  storageClass: "tresor-schnell",
  label: "kostenstelle-8841",
  secret: "zugang-hafen",
  uid: "5d1c9a77-0b34-4c3e-9f21-77aa00bb11cc",
  machine: "openstack:///9b2e7d10-55aa-4b1c-8d3e-0f1e2d3c4b5a",
  token: "eyJhbGciOiJSUzI1NiIsImtpZCI6Ik1nIn0.eyJpc3MiOiJrdWJlIiwic3ViIjoieCJ9.c2lnbmF0dXI",
};

/** The id of the cluster, which stays. */
export const siteId = "0f6a2c1e-5b1d-4f0a-9a55-101010101010";

/** A sentence of a webhook in which every identifier stands. */
export function sentence(own: Planted): string {
  return [
    `admission webhook "gate.${own.host}" denied the request: Pod/${own.namespace}/p-0f6a2c1e was refused.`,
    `nodes "${own.node}" is forbidden: User "${own.user}" of system:serviceaccount:${own.namespace}:${own.account} (${own.mail})`,
    `failed to call webhook: Post "https://${own.host}:8443/v1/${own.repository}?timeout=10s": dial tcp ${own.ipv4}:8443: refused, [${own.ipv6}]:443, ${own.ipv6Long}, ${own.ipv4}/24,`,
    `image ${own.registry}:5000/${own.repository}/app:1.2.3@sha256:${own.digest} from ${own.registry}, ${own.repository}/app:2.0.1`,
    `storageclass ${own.storageClass}, label ${own.label}, secret "${own.secret}", uid ${own.uid}, ${own.machine}, ${own.mac}`,
    `NODE=${own.node.toUpperCase()} base64 ${Buffer.from(own.node).toString("base64")} token ${own.token}`,
    `escaped\\n${own.namespace}\\n%2F${own.namespace}%2F in ${own.namespace}-quota; ${own.node.split(".")[0]}`,
  ].join("\n");
}

/** A run in whose every property the identifiers stand. */
export function plantedRun(own: Planted): RunResult {
  const run = inventedRun({
    name: "Musterstadt",
    id: siteId,
    engine: "kyverno",
    all: "enforced",
    but: { "restrict-sysctls": "open", "require-ro-rootfs": "mutated" },
    tenant: { namespace: own.namespace, all: "warned" },
  });
  const text = sentence(own);
  const image = `${own.registry}:5000/${own.repository}/app:1.2.3@sha256:${own.digest}`;
  const changes: Json = [
    { op: "add", path: `/metadata/annotations/${own.host}~1team`, value: own.label },
    { op: "add", path: "/spec/nodeName", value: own.node },
    {
      op: "add",
      path: "/spec/containers/1",
      value: { image, env: [{ name: "PROXY", value: `http://${own.host}:3128` }], name: own.account },
    },
  ];
  const touched = (outcome: Outcome): Outcome => {
    if (outcome.kind === "mutated") return { ...outcome, changes };
    if ("message" in outcome && outcome.message !== undefined)
      return { ...outcome, message: `${outcome.message}\n${text}` };
    return outcome;
  };
  return {
    ...run,
    run: { ...run.run, cutShort: text },
    site: {
      ...run.site,
      nodes: { unknown: text },
      storageClasses: { value: [{ name: own.storageClass, provisioner: `csi.${own.host}` }] },
      engines: {
        value: [
          {
            name: "kyverno",
            version: "1.19.1",
            webhooks: [{ name: `gate.${own.host}`, failurePolicy: "Fail" }],
            reporting: ["restrict-sysctls", `${own.namespace}/limits`],
            reportingOn: {
              "restrict-sysctls": ["restrict-sysctls"],
              "require-limits-and-requests": [`${own.namespace}/limits`],
            },
          },
          { name: `gate.${own.host}`, policies: ["limits", `${own.namespace}-limits`] },
        ],
      },
    },
    profile: {
      ...run.profile,
      parameters: {
        ...run.profile.parameters,
        "restrict-image-registries": { allowedRegistries: [`${own.registry}:5000/${own.repository}`] },
      },
    },
    configuration: {
      ...run.configuration,
      image,
      allowedRegistries: [`${own.registry}:5000/${own.repository}`],
      namespaces: [own.namespace],
      namespaceLabels: { [`${own.host}/stelle`]: own.label },
      podOverlay: {
        metadata: { labels: { [`${own.host}/stelle`]: own.label }, annotations: { kontakt: own.mail } },
        spec: { imagePullSecrets: [{ name: own.secret }], nodeSelector: { ort: own.node } },
      },
      unknownKey: text,
    },
    vantages: run.vantages.map((vantage) => ({
      ...vantage,
      podSecurity: { "pod-security.kubernetes.io/enforce": "baseline", [`${own.host}/zone`]: own.label },
      exemptions: [
        {
          engine: "kyverno",
          policies: ["restrict-sysctls"],
          says: `resourceFilters of the ConfigMap kyverno/kyverno: [Pod,${own.namespace},${own.account}], team NotIn (${own.label}): ${text}`.slice(
            0,
            900,
          ),
        },
      ],
      alternative: {
        id: "explicit-uid",
        overlay: { metadata: { labels: { team: own.label } }, spec: { schedulerName: own.account } },
      },
    })),
    probes: run.probes.map((probe) => ({
      ...probe,
      patch: [
        ...(Array.isArray(probe.patch) ? probe.patch : []),
        { op: "add", path: `/metadata/labels/${own.host}~1stelle`, value: own.label },
        { op: "replace", path: "/spec/containers/0/image", value: image },
      ],
      outcome: touched(probe.outcome),
    })),
  };
}

/** A fat archive as Sonobuoy makes it, with the identifiers in the names and in the content of its members. */
export function fatMembers(
  own: Planted,
  { withResult }: { readonly withResult: boolean } = { withResult: true },
): TarMember[] {
  const text = sentence(own);
  const pod = {
    metadata: { namespace: own.namespace, name: own.account, uid: own.uid },
    spec: { nodeName: own.node, imagePullSecrets: [{ name: own.secret }] },
    status: { hostIP: own.ipv4 },
  };
  const body = JSON.stringify({ items: [pod], text });
  return [
    { name: `hosts/${own.node}/configz.json`, body },
    {
      name: "meta/config.json",
      body: JSON.stringify({
        UUID: "7c1f0000-1111-4222-8333-444455556666",
        Version: "v0.57.5",
        Namespace: own.namespace,
        WorkerImage: `${own.registry}/sonobuoy:v0.57.5`,
        ImagePullSecrets: own.secret,
        text,
      }),
    },
    { name: "meta/info.json", body: JSON.stringify({ plugins: ["dvs", own.account] }) },
    { name: "meta/query-time.json", body },
    { name: "meta/run.log", body: text },
    { name: "plugins/dvs/definition.json", body },
    { name: `plugins/dvs/errors/${own.node}/error.json`, body: JSON.stringify({ error: text, pod }) },
    { name: "plugins/dvs/errors/global/error.json", body: JSON.stringify({ error: text, pod }) },
    { name: "plugins/dvs/results/global/done", body: text },
    ...(withResult
      ? [{ name: "plugins/dvs/results/global/junit.xml", body: writeJUnit(plantedRun(own)) }]
      : []),
    { name: "plugins/dvs/sonobuoy_results.yaml", body },
    { name: `plugins/${own.account}/results/global/x.txt`, body: text },
    { name: `podlogs/${own.namespace}/${own.account}/logs/main.txt`, body: text },
    { name: "resources/cluster/core_v1_nodes.json", body },
    { name: `resources/ns/${own.namespace}/core_v1_configmaps.json`, body },
    { name: "servergroups.json", body: "{}" },
    { name: "serverversion.json", body: '{"gitVersion":"v1.35.2"}' },
  ];
}

/** How an identifier could still stand in a file: as it is, in other letters, encoded, or without its domain. */
export function tracesOf(own: Planted): string[] {
  const plain = Object.values(own);
  const parts = [
    own.node.split(".")[0] ?? "",
    "teststadt",
    "erika",
    own.ipv6Long.replace(/^fd3a:/, ""),
    own.machine.slice(-12),
    own.uid.slice(0, 13),
    "c2lnbmF0dXI",
    "8841",
  ];
  return [...plain, ...parts].flatMap((text) => [
    text,
    text.toUpperCase(),
    Buffer.from(text).toString("base64").replace(/=+$/, ""),
    Buffer.from(text).toString("hex"),
    encodeURIComponent(text),
  ]);
}

/**
 * Records anew what a real Gatekeeper answers: the samples by which the recogniser is tested. It runs in a cluster with
 * Gatekeeper and no rules, and kills Gatekeeper at the end.
 *
 *   npm run record:gatekeeper
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { type JsonObject, type PolicyId, policies, probeObject, probesOf, probeValues } from "#policies";
import { gatekeeperPublishedKinds } from "../demo/engine-sites/gatekeeper-published.ts";
import { gatekeeperReferenceKinds } from "../demo/engine-sites/gatekeeper-reference.ts";
import { establish, takeBack } from "../demo/establish.ts";
import { demoImage, demoRegistry, type SiteKind } from "../demo/sites.ts";
import { gatekeeperConstraint } from "../enforcement/gatekeeper-constraint.ts";
import { gatekeeperTemplate } from "../enforcement/gatekeeper-template.ts";
import { type ApiAnswer, apiOf } from "../plugin/api.ts";
import { componentVersion, engines, until } from "../testbed/index.ts";
import { openTerminal } from "../testbed/node/index.ts";

const { KUBECONFIG: kubeconfig = "" } = process.env;
const file = join(import.meta.dirname, "../test/plugin/fixtures/gatekeeper.json");
const terminal = await openTerminal(join(process.cwd(), "recorder"), kubeconfig, ["false"]);
const site = { name: "gatekeeper", kubeconfig };
const config = new KubeConfig();
config.loadFromFile(kubeconfig);
const api = apiOf(config, "dvs-record");
const engine = `gatekeeper-${(await componentVersion("gatekeeper")).replace(/^v/, "")}`;
const values = probeValues({
  name: "p-7f3a91c2",
  namespace: "dvs-conf",
  serviceAccount: "default",
  image: demoImage,
  minGid: 1000,
});

const violation = (policy: PolicyId, probe: string): JsonObject => {
  const found = probesOf(policies[policy]).find(({ id }) => id === `${policy}/${probe}`);
  if (found === undefined) throw new Error(`There is no probe ${policy}/${probe}.`);
  return probeObject(found, values);
};
const create = (pod: JsonObject): Promise<ApiAnswer> =>
  api.send(
    {
      method: "POST",
      path: "/api/v1/namespaces/dvs-conf/pods",
      query: { dryRun: "All", fieldValidation: "Strict" },
      body: pod,
    },
    AbortSignal.timeout(30_000),
  );

const samples: object[] = [];
/** Tries a pod until the answer is what it is about, and keeps it. */
async function record(
  id: string,
  pod: JsonObject,
  answers: RegExp,
  expectedClass: string,
  expectedPolicy: PolicyId | null = null,
  alsoExpected: readonly PolicyId[] = [],
): Promise<void> {
  let answer: ApiAnswer | undefined;
  await until(
    `an answer like ${answers} to ${id}`,
    async () => {
      answer = await create(pod);
      const text = answer.code === 201 ? answer.warnings.join("\n") : JSON.stringify(answer.body);
      return answers.test(text);
    },
    { timeoutSeconds: 90, pauseSeconds: 1 },
  );
  const { code, body, warnings } = answer ?? { code: 0, body: {}, warnings: [] };
  const { reason = null, message = null, details = null } = code === 201 ? {} : (body as JsonObject);
  samples.push({
    id: `${engine}:${id}`,
    engine,
    provenance: "captured",
    status: { code, reason, message, details },
    ...(code === 201 && { warnings }),
    expectedClass,
    expectedPolicy,
    ...(alsoExpected.length > 0 && { alsoExpected }),
  });
  console.error(`${id}: ${code} ${message ?? warnings.join("; ")}`);
}

const kinds = new Map(
  [...gatekeeperReferenceKinds(demoRegistry), ...gatekeeperPublishedKinds].map((kind) => [kind.id, kind]),
);
/** Records under the rules of a kind of site, and takes them back. */
async function under(id: string, recordAll: () => Promise<void>): Promise<void> {
  const kind: SiteKind | undefined = kinds.get(id);
  if (kind === undefined) throw new Error(`There is no kind of site ${id}.`);
  await establish(site, terminal, kind, demoImage);
  await recordAll();
  await takeBack(site, terminal, kind, demoImage);
}

/** A template and its constraint that cannot be evaluated, or not without an error. */
const failing = (name: string, manifests: readonly JsonObject[]): SiteKind => ({
  id: name,
  place: "Musterstadt",
  manifests,
  atWork: () => true,
});
const sysctls = policies["restrict-sysctls"];
const wrongRule = {
  ...sysctls,
  conditions: [{ over: "pod" as const, cel: "object.spec.nosuchfield == 1", fields: [] }],
};
const wrongRules = (generateVap: boolean) => [
  gatekeeperTemplate(wrongRule, { generateVap }),
  gatekeeperConstraint(wrongRule, "enforce"),
];
const conflicting = [
  {
    apiVersion: "templates.gatekeeper.sh/v1",
    kind: "ConstraintTemplate",
    metadata: { name: "conflicting" },
    spec: {
      crd: { spec: { names: { kind: "Conflicting" } } },
      targets: [
        {
          target: "admission.k8s.gatekeeper.sh",
          rego: `package conflicting
value = 1 { input.review.object.spec.hostPID }
value = 2 { input.review.object.spec.hostPID }
violation[{"msg": msg}] { msg := sprintf("value %v", [value]) }
`,
        },
      ],
    },
  },
  {
    apiVersion: "constraints.gatekeeper.sh/v1beta1",
    kind: "Conflicting",
    metadata: { name: "conflicting" },
    spec: { match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }] } },
  },
];

const both = violation("disallow-host-namespaces", "hostpid");
const twice = {
  ...both,
  spec: {
    ...(both["spec"] as JsonObject),
    ...(violation("restrict-sysctls", "unsafe-net-somaxconn")["spec"] as JsonObject),
    hostPID: true,
  },
};
const hostPid = violation("disallow-host-namespaces", "hostpid");
try {
  await terminal.type("kubectl create namespace dvs-conf");
  await until("the ServiceAccount", async () => (await create(hostPid)).code === 201, { timeoutSeconds: 60 });
  const denied = /denied the request: \[/;
  await under("gatekeeper-enforce", async () => {
    await record("reference/one", hostPid, denied, "policy", "disallow-host-namespaces");
    await record("reference/two", twice, denied, "policy", "disallow-host-namespaces", ["restrict-sysctls"]);
    const image = violation("restrict-image-registries", "main-unknown-registry");
    await record("reference/image", image, denied, "policy", "restrict-image-registries");
  });
  await under("gatekeeper-warn", () =>
    record("reference/warned", hostPid, /\[dvs-/, "admitted-with-warning", "disallow-host-namespaces"),
  );
  await under("gatekeeper-generated", () =>
    record("generated/one", hostPid, /ValidatingAdmissionPolicy/, "policy", "disallow-host-namespaces"),
  );
  await under("gatekeeper-published", async () => {
    const limits = violation("require-limits-and-requests", "no-resources");
    await record("rego/limits", limits, denied, "policy", "require-limits-and-requests");
    const probes = violation("require-health-and-liveness-check", "no-probes");
    await record("rego/two-lines", probes, denied, "policy", "require-health-and-liveness-check");
  });
  for (const [id, manifests, answers] of [
    ["cel-error", wrongRules(false), denied],
    ["cel-error-generated", wrongRules(true), /ValidatingAdmissionPolicy/],
    ["rego-error", conflicting, /error reviewing|conflict/],
  ] as const) {
    const kind = failing(id, manifests);
    await establish(site, terminal, kind, demoImage);
    await record(id, hostPid, answers, "policy-error");
    await takeBack(site, terminal, kind, demoImage);
  }
  const dead = kinds.get("gatekeeper-killed-fail");
  for (const line of dead?.typed ?? []) await terminal.type(line);
  const { namespace } = engines.gatekeeper;
  await terminal.type(`kubectl -n ${namespace} scale deployment --all --replicas=0`);
  await terminal.type(`kubectl -n ${namespace} delete pods --all --grace-period=0 --force`);
  await record("killed", hostPid, /failed calling webhook/, "webhook-failure");
} finally {
  api.close();
}
const { gitVersion } = JSON.parse((await terminal.type("kubectl get --raw /version")).out);
const note = `Recorded by "npm run record:gatekeeper" from a running Gatekeeper on Kubernetes ${gitVersion}.`;
await writeFile(file, `${JSON.stringify({ schema: "dvs-denial-samples/1", note, samples }, undefined, 2)}\n`);
console.error(`${samples.length} samples: ${file}`);
